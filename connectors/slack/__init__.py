"""Rasa's Slack channel behind the guard: direct messages to the app."""
