// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { find } from "../../src/desk/ui/mark";

function row(html: string): HTMLElement {
  const element = document.createElement("div");
  element.innerHTML = html;
  return element;
}

const found = (within: Node, ...words: string[]) => find(within, words).map(String);

describe("marking words in a message", () => {
  it("finds them across elements, in their order", () => {
    const message = row("再不赔我就<b>发抖音</b>，打<i>138****8000</i>找我，发抖音");
    expect(found(message, "打", "138****8000", "找我")).toEqual(["打", "138****8000", "找我"]);
    const [first, second] = find(message, ["发抖音", "发抖音"]);
    expect(first?.startContainer).not.toBe(second?.startContainer);
  });

  it("passes over what is not there, and finds nothing in nothing", () => {
    expect(found(row("要退保费"), "2026-11-05", "退保费")).toEqual(["退保费"]);
    expect(found(row("要退保费"), "", " ")).toEqual([]);
  });
});
