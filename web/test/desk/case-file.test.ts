// @vitest-environment jsdom
import { render } from "lit";
import { beforeEach, describe, expect, it } from "vitest";
import { locale } from "../../src/desk/i18n";
import { href, readRoute } from "../../src/desk/model/route";
import { paper } from "../../src/desk/parts/case-file-paper";
import { standalone } from "../../src/desk/views/case-file";
import type { CaseFile } from "../../src/shared/case-file";

const at = "2026-11-21T09:30:00Z";
const masks = { "[手机号1]": "138****8000" };

function message(seq: number, author: string, text: string) {
  return { id: `m${seq}`, seq, author, text, agent_name: author === "agent" ? "王敏" : null, created_at: at, attachments: [], quoted_seq: null, delivery: null, failure: null, masks };
}

const file = {
  case: {
    number: "QT20261121-0007",
    state: "filed",
    level: "major",
    causes: ["claim"],
    created_at: at,
    filed_at: at,
    ended_at: null,
    due_at: null,
    facts: [{ name: "contact", value: "[手机号1]", recorded_at: at, recorded_by: "bot", seq: 1, masks }],
    missing: [["happened_at"]],
  },
  decided: ["cause"],
  history: [{ name: "demand", was: "退保", value: "理赔", at, by: "a1", by_name: "王敏", seq: null, why: "听错了", masks: {} }],
  attachments: [{ id: "f", kind: "image", media_type: "image/png", name: "保单.png", size: 2048 }],
  messages: [message(1, "customer", "打[手机号1]"), message(2, "bot", "记下了"), message(3, "agent", "<b>您好</b>")],
  events: null,
  values: {},
  made_at: at,
  made_by: "王敏",
} as unknown as CaseFile;

function printed(one: CaseFile): HTMLElement {
  const place = document.createElement("div");
  render(paper(one, new Map()), place);
  return place.querySelector("article") as HTMLElement;
}

beforeEach(() => (locale.language = "zh-Hans"));

describe("the case file", () => {
  it("marks what a machine said, and nothing else", () => {
    const rows = [...printed(file).querySelectorAll("[data-testid=paper-message]")];
    expect(rows.map((row) => [row.getAttribute("data-author"), row.querySelector(".ai") !== null])).toEqual([
      ["customer", false],
      ["bot", true],
      ["agent", false],
    ]);
  });

  it("marks what a program has judged, unless a person has decided it", () => {
    const judged = (one: CaseFile) => printed(one).querySelectorAll("[data-testid=ai-judged]").length;
    expect(judged(file)).toBe(1);
    expect(judged({ ...file, decided: ["level", "cause"] })).toBe(0);
    expect(judged({ ...file, decided: [] })).toBe(2);
  });

  it("says what never arrived and why, and shows the message that was answered", () => {
    const [asked, , told] = file.messages;
    const dead = { ...told!, quoted_seq: 1, delivery: "dead", failure: "customer_gone" } as const;
    const sheet = printed({ ...file, messages: [asked!, dead] });
    expect(sheet.querySelector("[data-testid=paper-dead]")?.textContent).toBe("投递失败 · 联系不上客户：已拉黑、取消关注或不在该平台");
    expect(sheet.querySelector("[data-testid=paper-quote]")?.textContent).toBe("引用的消息： #1 打138****8000");
    expect(printed(file).querySelector("[data-testid=paper-dead], [data-testid=paper-quote]")).toBeNull();
  });

  it("shows masks, or values where they were asked for", () => {
    expect(printed(file).textContent).toContain("打138****8000");
    expect(printed(file).textContent).toContain("个人信息已遮盖");
    const clear = printed({ ...file, values: { "[手机号1]": "13812348000" } });
    expect(clear.textContent).toContain("打13812348000");
    expect(clear.textContent).not.toContain("138****8000");
    expect(clear.textContent).toContain("含个人信息原文");
  });

  it("is kept as a page of its own, in which nothing of a customer is markup", () => {
    const text = standalone(printed(file), "QT20261121-0007");
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).toContain("@page { size: A4;");
    expect(text).toContain("&lt;b&gt;您好&lt;/b&gt;");
    expect(text).toContain('<meta name="AIGC" content=\'{"Label":"1"');
    expect(text).not.toContain("<!--");
    expect(text).toContain("退保 → 理赔");
  });

  it("speaks the reader's language", () => {
    locale.language = "en";
    const text = printed(file).textContent;
    expect(text).toContain("Case file QT20261121-0007");
    expect(text).toContain("AI answer");
  });

  it("has an address", () => {
    expect(readRoute(href({ page: "file", case: "k/1" }))).toEqual({ page: "file", case: "k/1" });
  });
});
