"""DingTalk (钉钉): an in-house robot that people talk to one to one, over HTTP callbacks."""
