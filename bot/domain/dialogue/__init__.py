"""What to say next: pure decisions over the record and what was just said."""
