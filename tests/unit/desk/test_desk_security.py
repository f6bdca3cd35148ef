"""Addresses and origins, whatever callers write into headers."""

from __future__ import annotations

import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.desk.context import OPTIONS, DeskOptions
from bot.desk.security import client_address, require_same_origin
from bot.domain.errors import Forbidden


def _request(proxies: int = 0, **headers: str) -> web.Request:
    app = web.Application()
    app[OPTIONS] = DeskOptions(trusted_proxies=proxies)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = make_mocked_request("POST", "/", headers=named, app=app)
    return request.clone(remote="192.0.2.1")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "1.1.1.1", "192.0.2.1"),
        (0, "", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9, 1.1.1.1", "1.1.1.1"),
        (1, "9.9.9.9,,, 1.1.1.1 ", "1.1.1.1"),
        (2, "9.9.9.9, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (2, "2.2.2.2", "2.2.2.2"),
        (1, "x" * 100, "x" * 64),
    ],
)
def test_the_address_is_what_the_outermost_trusted_proxy_saw(
    proxies: int, forwarded: str, address: str
) -> None:
    headers = {"X_Forwarded_For": forwarded} if forwarded else {}
    assert client_address(_request(proxies, **headers)) == address


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://127.0.0.1:8080", "127.0.0.1:8080"),
        ("https://desk.example", "desk.example"),
        ("https://desk.example", "desk.example:443"),
        ("https://desk.example:443", "DESK.example"),
        ("http://[::1]:8080", "[::1]:8080"),
    ],
)
def test_the_own_page_is_recognised(origin: str, host: str) -> None:
    require_same_origin(_request(Origin=origin, Host=host))


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://evil.example", "desk.example"),
        ("https://desk.example.evil.example", "desk.example"),
        ("https://desk.example@evil.example", "desk.example"),
        ("https://desk.example:8443", "desk.example"),
        ("http://desk.example", "desk.example:443"),
        ("null", "desk.example"),
        ("", "desk.example"),
        ("file://", ""),
        ("https://", ""),
        ("https://desk.example:99999", "desk.example"),
        ("https://[", "desk.example"),
    ],
)
def test_another_page_is_refused(origin: str, host: str) -> None:
    with pytest.raises(Forbidden):
        require_same_origin(_request(Origin=origin, Host=host))


def test_without_an_origin_the_caller_is_no_page() -> None:
    require_same_origin(_request(Host="desk.example"))
