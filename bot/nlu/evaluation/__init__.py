"""How well messages are understood: figures with intervals, pictures, mistakes, thresholds.

Needs neither Rasa nor the database; `qingting evaluate` (`bot.serve.evaluate`) drives it.
"""
