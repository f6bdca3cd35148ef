"""The agents' desk: its HTTP API, live feed, sign-in and front end."""
