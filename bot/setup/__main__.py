"""``python -m bot.setup``, from the root of the checkout."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from .cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Path(__file__).resolve().parents[2], dict(os.environ)))
