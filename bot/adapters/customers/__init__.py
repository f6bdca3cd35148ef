"""Customer directories. What is kept in memory are digests and flags, never a number or a name."""

from __future__ import annotations

from bot.adapters.customers.csv_file import CsvCustomers
from bot.adapters.customers.entries import Digester
from bot.adapters.customers.table import SqlCustomers

__all__ = ["CsvCustomers", "Digester", "SqlCustomers"]
