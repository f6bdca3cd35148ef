"""E-mail: one mailbox that customers write to, over IMAP and SMTP."""
