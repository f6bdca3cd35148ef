import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../src/shared/chat";
import { translator } from "../../src/widget/i18n";
import { recordText } from "../../src/widget/record";

const file = { id: "f", kind: "image", media_type: "image/png", name: "单据.png", size: 1 } as const;
const messages: ChatMessage[] = [
  { seq: 1, message_id: "1", author: "customer", text: "凭什么拒赔", at: "2026-11-20T06:00:00Z" },
  { seq: 2, message_id: "2", author: "bot", text: "我来记录。", at: "2026-11-20T06:00:02Z" },
  { seq: 3, message_id: "3", author: "customer", text: "转人工", at: "2026-11-21T06:00:00Z", attachments: [file] },
  { seq: 4, message_id: "4", author: "agent", name: "王敏", text: "您好", at: "2026-11-21T06:01:00Z", quoted_seq: 1 },
];

describe("the customer's copy", () => {
  const made = (language: "zh-Hans" | "en") =>
    recordText(messages, { t: translator(language), language, heading: "标题", at: "2026-11-21T07:00:00Z" });

  it("says who said what and when, day by day, and which words are a bot's", () => {
    const text = made("zh-Hans");
    expect(text.split("\n").filter((line) => line.startsWith("—"))).toEqual(["— 11月20日 —", "— 11月21日 —"]);
    expect(text).toMatch(/\d\d:\d\d 自动助手（AI 机器人）\n我来记录。/);
    expect(text).toMatch(/\d\d:\d\d 王敏 \(人工客服\)\n> 我: 凭什么拒赔\n您好/);
    expect(text).toContain("［文件］单据.png");
    expect(text).toContain("不是真人撰写");
  });

  it("is in the customer's language, its button included", () => {
    expect(made("en")).toContain("Automated assistant (AI bot)");
    expect(made("en")).toContain("Talk to a person");
  });
});
