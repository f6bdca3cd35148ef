"""Browser and model as the set-up gets them, with stand-ins for its tools."""

from __future__ import annotations

import os

import pytest

from tests.unit.setup.small_checkout import Checkout


def test_browser_must_run(checkout: Checkout) -> None:
    tools = checkout.root / "tools"
    checkout.script("tools/chromium", "exit 1")
    wanted = checkout.script("tools/google-chrome", "echo Google Chrome 1.0")
    font = checkout.write("cjk.ttc", "")
    checkout.script("tools/fc-list", f"echo '{font}: '")
    checkout.environ["PATH"] = str(tools)
    assert checkout.set_up("browser").status == 0
    stamp = checkout.root / ".venv/.stamps/browser.json"
    assert str(wanted) in stamp.read_text("utf-8").encode().decode("unicode_escape")
    assert "set-up is current" in checkout.set_up("browser").out


def machine_without_browser(checkout: Checkout) -> None:
    (checkout.root / ".venv/bin/python").unlink()
    checkout.script(".venv/bin/python", "exit 1")  # playwright cannot download
    font = checkout.write("cjk.ttc", "")
    checkout.script("tools/fc-list", f"echo '{font}: '")
    checkout.environ["PATH"] = str(checkout.root / "tools")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root installs Debian packages")
def test_browser_comes_from_debian_where_we_may(checkout: Checkout) -> None:
    machine_without_browser(checkout)
    checkout.script(
        "tools/apt-get",
        f"""echo "$*" >> '{checkout.root}/asked.log'
        case "$*" in
        *install*) printf '#!/bin/sh\\necho Chromium\\n' > "$(/usr/bin/dirname "$0")/chromium"
            /bin/chmod +x "$(/usr/bin/dirname "$0")/chromium" ;;
        esac""",
    )
    ended = checkout.set_up("browser")
    assert (ended.status, ended.err) == (0, "")
    update, packages = checkout.asked()
    assert update.endswith("update")
    assert packages.endswith("chromium fonts-noto-cjk")


def test_no_browser_is_one_sentence(checkout: Checkout) -> None:
    machine_without_browser(checkout)
    ended = checkout.set_up("browser")
    assert ended.status == 2
    assert ended.err.startswith("No browser for the tests")
    assert ended.err.count("\n") == 1


def test_a_missing_font_is_a_warning(checkout: Checkout) -> None:
    machine_without_browser(checkout)
    checkout.script("tools/chromium", "echo Chromium 1.0")
    checkout.script("tools/fc-list", "exit 0")
    ended = checkout.set_up("browser")
    assert ended.status == 0
    assert ended.err.startswith("warning: no Chinese font")


def test_model_output_is_visible(checkout: Checkout) -> None:
    checkout.script(".venv/bin/qingting", 'echo "asked: $*"')
    ended = checkout.set_up("model")
    assert "asked: train --if-stale" in ended.out


def test_failed_training_is_one_sentence(checkout: Checkout) -> None:
    checkout.script(".venv/bin/qingting", "exit 3")
    ended = checkout.set_up("model")
    assert ended.status == 1
    assert ended.err.startswith("Training the model if it is stale failed: qingting ended")
