// @vitest-environment jsdom
import { render } from "lit";
import { describe, expect, it, vi } from "vitest";
import type { ChatMessage } from "../../src/shared/chat";
import { translator } from "../../src/widget/i18n";
import { ratings } from "../../src/widget/rating";
import { openReplies } from "../../src/widget/rows";
import { ratingView } from "../../src/widget/views/rating";

const quick_replies = [
  { title: "满意", payload: "/satisfied" },
  { title: "一般", payload: "/neutral" },
  { title: "不满意", payload: "/dissatisfied" },
];
const message = (seq: number, text: string, extra: Partial<ChatMessage> = {}): ChatMessage => ({
  ...{ seq, message_id: `m${seq}`, author: "customer", text, at: "2026-11-21T06:00:00Z" },
  ...extra,
});
const question = (seq: number) => message(seq, "您满意吗？", { author: "system", quick_replies });

describe("the satisfaction question", () => {
  it("stays open under its message, whatever else is said", () => {
    const said = [question(1), message(2, "顺便问一下")];
    expect(ratings(said, []).get(1)).toMatchObject({ chosen: null, over: false });
    expect(openReplies([question(1)], [])).toEqual([]);
  });

  it("knows its answer again after a reload, and before it has arrived", () => {
    expect(ratings([question(1), message(2, "一般")], []).get(1)?.chosen).toBe("/neutral");
    const unsent = [{ id: "u", text: "满意", payload: "/satisfied", at: "", state: "sending" } as const];
    expect(ratings([question(1)], unsent).get(1)?.chosen).toBe("/satisfied");
  });

  it("is over when it is asked anew; each has its own answer", () => {
    const both = ratings([question(1), message(2, "不满意"), question(3)], []);
    expect(both.get(1)).toMatchObject({ chosen: "/dissatisfied", over: true });
    expect(both.get(3)).toMatchObject({ chosen: null, over: false });
  });

  it("leaves other buttons alone", () => {
    const other = message(1, "?", { author: "bot", quick_replies: [{ title: "满意", payload: "/affirm" }] });
    expect(ratings([other], []).size).toBe(0);
    expect(openReplies([other], [])).toHaveLength(1);
  });

  it("sends title and payload once, and shows which answer was given", () => {
    const host = document.createElement("div");
    const onReply = vi.fn();
    const draw = (said: ChatMessage[]) => render(ratingView(ratings(said, []).get(1)!, translator("zh-Hans"), onReply), host);
    draw([question(1)]);
    host.querySelectorAll("button")[2]!.click();
    expect(onReply).toHaveBeenCalledWith({ title: "不满意", payload: "/dissatisfied" });
    draw([question(1), message(2, "不满意")]);
    const pressed = [...host.querySelectorAll("button")].map((one) => [one.ariaPressed ?? one.getAttribute("aria-pressed"), one.disabled]);
    expect(pressed).toEqual([["false", true], ["false", true], ["true", true]]);
    expect(host.querySelector("[role=status]")?.textContent).toBe("已收到您的评价");
  });
});
