"""Sets up what a fresh machine lacks: ``python -m bot.setup env web browser model``.

It runs before anything is installed, so it uses the standard library of Python 3.8 alone.
"""
