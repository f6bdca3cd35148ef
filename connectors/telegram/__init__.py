"""Telegram's Bot API: private chats with one bot."""
