"""Facebook Messenger: conversations with one page."""
