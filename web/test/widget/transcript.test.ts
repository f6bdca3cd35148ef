import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../src/shared/chat";
import { openReplies, rows } from "../../src/widget/rows";
import { Transcript } from "../../src/widget/transcript";

const message = (seq: number, extra: Partial<ChatMessage> = {}): ChatMessage => ({
  ...{ seq, message_id: `m${seq}`, author: "bot", text: `t${seq}`, at: "2026-11-21T06:00:00Z" },
  ...extra,
});

describe("the transcript", () => {
  it("shows each seq once and in order", () => {
    const transcript = new Transcript();
    transcript.add([message(3), message(1)]);
    expect(transcript.add([message(3), message(1)])).toBe(false);
    transcript.add([message(2)]);
    expect(transcript.messages.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  });

  it("counts as complete only what joins without a gap, or what the server vouched for", () => {
    const transcript = new Transcript();
    transcript.add([message(1), message(3)]);
    expect(transcript.complete).toBe(1);
    transcript.addResumed([message(4)]);
    expect(transcript.complete).toBe(4);
    transcript.add([message(7)]);
    expect(transcript.complete).toBe(4);
  });

  it("ignores what is no message", () => {
    const transcript = new Transcript();
    expect(transcript.add([{ text: "no seq" } as ChatMessage, null as unknown as ChatMessage])).toBe(false);
  });
});

describe("the rows", () => {
  it("put unsent messages last and group what belongs together", () => {
    const shown = rows(
      [message(1), message(2), message(3, { at: "2026-11-22T06:00:00Z" })],
      [{ id: "u", text: "?", at: "2026-11-22T06:00:01Z", state: "sending" }],
    );
    expect(shown.map(({ key }) => key)).toEqual(["seq-1", "seq-2", "seq-3", "u"]);
    expect(shown.map(({ startsDay }) => startsDay)).toEqual([true, false, true, false]);
    expect(shown.map(({ startsGroup }) => startsGroup)).toEqual([true, false, true, true]);
  });

  it("keep a message's key when it is acknowledged", () => {
    const [unsent] = rows([], [{ id: "u", text: "?", at: "2026-11-22T06:00:01Z", state: "sending" }]);
    const [sent] = rows([message(1, { author: "customer", client_id: "u" })], []);
    expect(sent!.key).toBe(unsent!.key);
    expect(sent!.state).toBe("sent");
  });

  it("offer buttons only until somebody has answered", () => {
    const quick_replies = [{ title: "是", payload: "/affirm" }];
    const asked = [message(1, { quick_replies }), message(2, { author: "system" })];
    expect(openReplies(asked, [])).toEqual(quick_replies);
    expect(openReplies([...asked, message(3, { author: "customer" })], [])).toEqual([]);
    expect(openReplies(asked, [{ id: "u", text: "是", at: "", state: "sending" }])).toEqual([]);
  });
});
