"""Use cases over the ports; nothing here knows a database, a network or Rasa."""
