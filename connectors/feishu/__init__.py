"""Feishu (飞书) and Lark: an application robot that people talk to one to one, over HTTP events."""
