// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { places } from "../../src/desk/ui/mark";

function row(html: string): HTMLElement {
  const element = document.createElement("div");
  element.innerHTML = html;
  return element;
}

const found = (within: Node, ...pieces: string[]) => places(within, [pieces]).map(String);

describe("marking words in a message", () => {
  it("finds them across elements, in their order", () => {
    const message = row("再不赔我就<b>发抖音</b>，打<i>138****8000</i>找我，发抖音");
    expect(found(message, "打", "138****8000", "找我")).toEqual(["打", "138****8000", "找我"]);
    const [first, second] = places(message, [["发抖音", "发抖音"]]);
    expect(first?.startContainer).not.toBe(second?.startContainer);
  });

  it("finds words that are given twice in two places, others wherever they stand", () => {
    const ranges = places(row("不退保费不罢休，<b>退保费</b>"), [["退保费"], ["退保费"], ["不罢休"]]);
    expect(ranges.map(String)).toEqual(["退保费", "退保费", "不罢休"]);
    expect(ranges[0]?.startContainer).not.toBe(ranges[1]?.startContainer);
    const [one, two] = places(row("退保，退保"), [["退保"], ["退保"]]);
    expect([one?.startOffset, two?.startOffset]).toEqual([0, 3]);
  });

  it("passes over what is not there, and finds nothing in nothing", () => {
    expect(found(row("要退保费"), "2026-11-05", "退保费")).toEqual(["退保费"]);
    expect(found(row("要退保费"), "", " ")).toEqual([]);
  });
});
