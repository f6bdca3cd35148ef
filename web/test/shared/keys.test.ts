// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { sendsOnKey } from "../../src/shared/keys";

const key = (init: KeyboardEventInit) => new KeyboardEvent("keydown", { key: "Enter", ...init });

describe("Enter in the composer", () => {
  it("sends", () => expect(sendsOnKey(key({}))).toBe(true));
  it("with Shift starts a line", () => expect(sendsOnKey(key({ shiftKey: true }))).toBe(false));
  it("ends a composition without sending, in Safari too", () => {
    expect(sendsOnKey(key({ isComposing: true }))).toBe(false);
    const safari = key({});
    Object.defineProperty(safari, "keyCode", { value: 229 });
    expect(sendsOnKey(safari)).toBe(false);
  });
  it("is the only key that does", () => expect(sendsOnKey(key({ key: "a" }))).toBe(false));
});
