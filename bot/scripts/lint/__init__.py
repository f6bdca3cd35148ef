"""The script lint: `responses` of a domain file against data/policy/taboos.yml. Entry: check.py."""
