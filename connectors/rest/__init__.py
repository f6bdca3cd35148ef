"""Rasa's REST channel with storing before answering, idempotency and ownership."""
