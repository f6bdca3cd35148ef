"""Which addresses from outside may be called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel_settings import listed
from connectors.platform import is_allowed

HOSTS = ("api.example.com", ".files.example.com", "http://127.0.0.1:8000")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.example.com/a?b=c",
        "https://api.example.com:443/a",
        "https://API.example.com/a",
        "https://eu.files.example.com/a",
        "http://127.0.0.1:8000/a",
    ],
)
def test_a_named_host_may_be_called(url: str) -> None:
    assert is_allowed(url, HOSTS)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://api.example.com/a",
        "https://api.example.com:8443/a",
        "https://api.example.com.evil.example/a",
        "https://evil.example/https://api.example.com",
        "https://api.example.com@evil.example/a",
        "https://evil.example\\@api.example.com/a",
        "https://files.example.com.evil.example/a",
        "https://evilfiles.example.com/a",
        "http://127.0.0.1:8001/a",
        "http://127.0.0.1/a",
        "http://[::1]:8000/a",
        "http://169.254.169.254/latest/meta-data",
        "file:///etc/passwd",
        "//api.example.com/a",
        "https://api.example.com:x/a",
    ],
)
def test_everything_else_may_not(url: str) -> None:
    assert not is_allowed(url, HOSTS)


@given(st.text(max_size=60))
def test_no_address_breaks_the_question(url: str) -> None:
    assert not is_allowed(f"ftp://{url}", HOSTS)


def test_a_setting_may_have_blanks_and_nothing_between_commas() -> None:
    assert listed(" a.example ,, .b.example") == ("a.example", ".b.example")
