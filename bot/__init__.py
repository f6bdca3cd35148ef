"""Qingting (倾听): listens to complaints where customers talk, and fetches a person in time."""

__version__ = "0.1.0"
