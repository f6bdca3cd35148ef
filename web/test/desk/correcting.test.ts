import { describe, expect, it } from "vitest";
import { choices, overruling, signalFor, standing, valueText } from "../../src/desk/model/correcting";
import { locale } from "../../src/desk/i18n";
import { dots } from "../../src/desk/ui/sparkline";
import { masked } from "../../src/desk/ui/tokens";
import type { Brief, Case, Message, Signal } from "../../src/shared/desk";

const message = { id: "m1", seq: 1, text: "我要起诉" } as Message;
const signal: Signal = { name: "legal", score: 1, quote: "起诉", hard: true, seq: 1, message_id: "m1", source: "words" };
const brief = {
  causes: ["claim", "service"],
  signals: [signal],
  heard: [{ message_id: "m1", seq: 1, anger: 3, causes: ["fee"], intent: "complain" }],
} as unknown as Brief;
const kase = { level: "major" } as Case;

describe("a correction", () => {
  it("says what stood, so that the server notices who was faster", () => {
    expect(standing({ what: "anger", message }, brief, kase)).toBe("3");
    expect(standing({ what: "intent", message }, brief, kase)).toBe("complain");
    expect(standing({ what: "cause", message: null }, brief, kase)).toBe("claim,service");
    expect(standing({ what: "cause", message }, brief, kase)).toBe("fee");
    expect(standing({ what: "level" }, brief, kase)).toBe("major");
    expect(standing({ what: "anger", message: { ...message, id: "unread" } }, brief, kase)).toBe("");
  });

  it("of a fact names it, and says what stood", () => {
    const subject = { what: "fact", name: "product" } as const;
    const known = { facts: [{ name: "product", value: "满堂" }] } as unknown as Case;
    expect(standing(subject, brief, known)).toBe("满堂");
    expect(standing({ ...subject, name: "amount" }, brief, known)).toBe("");
    expect(overruling(subject, "满堂", "金满堂", "看过保单")).toMatchObject({ what: "fact", name: "product", message_id: null });
  });

  it("offers no signal that stands at that place already", () => {
    const added = choices({ what: "signal", signal: null, message }, "", [signal]);
    expect(added).not.toContain("legal");
    expect(added).not.toContain("");
    expect(choices({ what: "signal", signal: null, message: null }, "", [signal])).toContain("legal");
    expect(choices({ what: "signal", signal, message: null }, "legal", [signal])[0]).toBe("");
  });

  it("names the message that it speaks of", () => {
    const away = overruling({ what: "signal", signal, message: null }, "legal", "", "no");
    expect(away).toMatchObject({ message_id: "m1", was: "legal", should_be: "" });
    expect(overruling({ what: "level" }, "major", "ordinary", "no").message_id).toBeNull();
    expect(overruling({ what: "cause", message }, "fee", "claim", "no").message_id).toBe("m1");
    expect(overruling({ what: "cause", message: null }, "fee", "claim", "no").message_id).toBeNull();
  });

  it("of a dimension is one of the signal that makes it so, or adds that signal", () => {
    expect(signalFor(["legal"], [signal])).toMatchObject({ signal, likely: "legal" });
    expect(signalFor(["staff_fraud"], [signal])).toMatchObject({ signal: null, likely: "staff_fraud" });
    expect(signalFor([], [signal])).toEqual({ what: "signal", signal: null, message: null });
  });

  it("is told in words", () => {
    locale.language = "en";
    expect(valueText("cause", "claim,service")).toBe("Claim · Service");
    expect(valueText("signal", "")).toBe("None");
    expect(valueText("anger", "")).toBe("Not read");
    expect(masked("call [phone1]", { "[phone1]": "138****" })).toBe("call 138****");
  });
});

describe("the line of anger", () => {
  it("goes from left to right, and up with anger", () => {
    const [calm, angry] = dots([0, 4]);
    expect(calm!.x).toBeLessThan(angry!.x);
    expect(calm!.y).toBeGreaterThan(angry!.y);
  });

  it("stands in the middle while there is one message, and keeps to the last ones of many", () => {
    expect(dots([2])[0]!.x).toBe(80);
    expect(dots(Array<number>(100).fill(1))).toHaveLength(40);
  });
});
