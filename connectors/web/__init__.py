"""The web chat: Rasa's Socket.IO events and ours (docs/web-chat.md)."""
