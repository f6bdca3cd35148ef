"""Performance side by side, as ratios (`make bench`). Not a test: nothing here may fail on time."""

from bot.serve.logs import configure_logs, quiet_environment

quiet_environment()  # must stand before the first import of Rasa
configure_logs("error")
