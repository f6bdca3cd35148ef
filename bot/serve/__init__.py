"""Entry points: assistant, desk, worker, and all of them in one process."""
