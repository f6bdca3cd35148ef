"""Rasa's Twilio channel behind the guard: SMS, and WhatsApp through Twilio."""
