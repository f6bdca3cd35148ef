"""The texts that customers read: which variation is said, in which script, and what is wrong
with one. The texts themselves are the designers' (`responses:` in domain.yml)."""
