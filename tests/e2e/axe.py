"""axe-core, a published checker of accessibility, within a page that a test has open."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from bot.config import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
WEIGHTY = frozenset({"serious", "critical"})


def findings(page: Page) -> list[str]:
    """Serious and critical findings, with where they are; also within shadow trees."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text("utf-8"))
    result: dict[str, Any] = page.evaluate(
        "() => axe.run(document, { resultTypes: ['violations'] })"
    )
    assert result["passes"], "axe looked at nothing"
    return [
        f"{item['id']}: {item['help']} – {node['target']} {node.get('failureSummary', '')}"
        for item in result["violations"]
        if item["impact"] in WEIGHTY
        for node in item["nodes"]
    ]
