// @vitest-environment jsdom
import { render } from "lit";
import { beforeEach, describe, expect, it } from "vitest";
import { locale } from "../../src/desk/i18n";
import { QdBrief } from "../../src/desk/parts/brief";
import { QdMessage } from "../../src/desk/parts/message";
import { queueRow } from "../../src/desk/parts/queue-row";
import { QdThreadActions } from "../../src/desk/parts/thread-actions";
import type { QdReasonDialog } from "../../src/desk/parts/reason-dialog";
import type { QdTransferDialog } from "../../src/desk/parts/transfer-dialog";
import { QdReply } from "../../src/desk/parts/reply";
import { QdTopBar } from "../../src/desk/views/top-bar";
import type { QdDialog } from "../../src/desk/ui/dialog";
import { FOCUS_LOST } from "../../src/desk/ui/focus";
import type { Agent, Case, Message } from "../../src/shared/desk";
import { brief, conversation, madeDesk, madeThread, message } from "./made";

const NOWHERE = { team_id: null, languages: [], product_lines: [], scenarios: [], capacity: null };

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = () => undefined; // jsdom has none.
  document.body.replaceChildren();
  localStorage.clear();
  location.hash = "";
  locale.language = "zh-Hans";
});

async function shown<T extends QdBrief | QdMessage | QdReply | QdThreadActions | QdTopBar>(element: T, parts: Partial<T>): Promise<T> {
  Object.assign(element, parts);
  document.body.append(element);
  await element.updateComplete;
  return element;
}

const by = (root: Element | DocumentFragment, hook: string) => root.querySelector<HTMLElement>(`[data-testid="${hook}"]`);
const text = (one: Element | null) => one?.textContent.replace(/\s+/g, " ").trim();

describe("a row of the queue", () => {
  function row(extra: Parameters<typeof conversation>[0], desk = madeDesk().desk): HTMLElement {
    const place = document.createElement("div");
    render(queueRow(desk, conversation(extra)), place);
    return place;
  }

  it("begins with the complaint, masked, and ends with the last words", () => {
    const place = row({});
    expect([text(by(place, "row-about")), text(by(place, "row-last"))]).toEqual(["住院费不赔，打138****8000", "好的"]);
  });

  it("marks what makes it urgent where it stands, or before the rest", () => {
    expect(text(by(row({ quote: "不赔" }), "row-about"))).toBe("住院费不赔，打138****8000");
    expect(text(by(row({ quote: "发抖音" }), "row-about"))).toBe("“发抖音” … 住院费不赔，打138****8000");
    expect(text(by(row({ quote: "发抖音" }), "row-quote"))).toBe("发抖音");
  });

  it("says what there is where nothing was written, and nothing twice", () => {
    expect(text(by(row({ complaint: "", last_text: "" }), "row-about"))).toBe("［图片或文件］");
    expect(by(row({ complaint: "好的" }), "row-last")).toBeNull();
  });

  it("names level, scenario, anger and waiting, and a signal once", () => {
    const place = row({ level: "major", scenario: "media", signals: ["media", "vip"], anger: 4, promised_at: "2026-11-21T06:10:00+00:00" });
    expect(place.querySelector("a")?.className).toBe("major");
    const chips = [...place.querySelectorAll(".chip")].map(text);
    expect(chips).toEqual(["重大", "媒体曝光", "暴怒", "重要客户", "客户要求人工"]);
    expect(place.querySelector(".late")).not.toBeNull();
  });

  it("says by when the decision is due, and that it is late", () => {
    expect(by(row({}), "row-due")).toBeNull();
    const [past, future] = [text(by(row({ due_at: "2020-03-01T06:00:00Z" }), "row-due")), by(row({ due_at: "2999-03-01T06:00:00Z" }), "row-due")];
    expect(past).toContain("已过答复期限 2020年3月1日");
    expect([text(future), future?.classList.contains("late")]).toEqual([expect.stringContaining("答复期限 2999年3月1日"), false]);
  });

  it("says until when it is put aside", () => {
    expect(by(row({}), "row-aside")).toBeNull();
    expect(text(by(row({ aside_until: "2999-03-01T06:00:00Z" }), "row-aside"))).toContain("搁置到 2999年3月1日");
  });

  it("says how it was closed, by whom and when", () => {
    expect(by(row({}), "row-ended")).toBeNull();
    const ended = { outcome: "referred", agent_id: "a2", agent_name: "林晓", at: "2020-03-01T06:00:00Z" } as const;
    const place = row({ owner: "closed", ended });
    expect(text(by(place, "row-ended"))).toBe("已转交相关部门");
    expect(text(place.querySelector(".tags"))).toMatch(/2020年3月1日 .* 林晓 结束/);
  });

  it("shows what is unread among one's own, and leads to it", () => {
    const { desk } = madeDesk();
    const mine = { owner: "agent", agent_id: "me" } as const;
    expect(by(row(mine, desk), "row-unread")).not.toBeNull();
    desk.unread.saw("c1", 3);
    const place = row(mine, desk);
    expect([by(place, "row-unread"), place.querySelector("a")?.getAttribute("href")]).toEqual([null, "#/c/c1"]);
  });
});

describe("a message", () => {
  const bubble = async (extra: Partial<Message>, own = true) => {
    const { desk } = madeDesk();
    const detail = madeThread(desk, own ? { owner: "agent", agent_id: "me", read_seq: 1 } : {}).detail;
    return shown(new QdMessage(), { desk, thread: madeThread(desk), message: message(extra), detail });
  };

  it("says who speaks, and holds what is personal back", async () => {
    const element = await bubble({ text: "打[手机号1]", masks: { "[手机号1]": "138****8000" } });
    await element.querySelector<QdMessage>("qd-token-text")?.updateComplete;
    expect(text(element.querySelector(".who"))).toMatch(/^客户 · .* · #1/);
    expect(element.textContent).not.toContain("[手机号1]");
  });

  it("tells what became of it", async () => {
    const sent = { author: "agent", agent_name: "王敏", delivery: "delivered" } as const;
    expect(text((await bubble(sent)).querySelector(".state"))).toContain("已读");
    expect(text((await bubble({ ...sent, seq: 2 })).querySelector(".state"))).toContain("已送达");
    expect(text((await bubble({ ...sent, delivery: "suppressed" })).querySelector(".state"))).toContain("未发送");
  });

  it("offers no correction where nothing was read in it", async () => {
    expect(by(await bubble({}, false), "correct-message")).toBeNull();
  });
});

describe("the brief", () => {
  const draw = async (extra: Parameters<typeof brief>[0] = {}, may = true) => {
    const { desk } = madeDesk(may ? undefined : ["read_conversations"]);
    const kase = { id: "k1", level: "major", episode: 1, due_at: null } as unknown as Case;
    const element = await shown(new QdBrief(), { desk, thread: madeThread(desk), brief: brief(extra), case: kase, conversation: conversation() });
    return element.renderRoot as ShadowRoot;
  };

  it("names the scenario, the five dimensions and what is missing", async () => {
    const root = await draw();
    expect(by(root, "scenario")?.dataset["name"]).toBe("media");
    expect(text(by(root, "causes"))).toContain("理赔");
    const all = text(root.querySelector("dl.five"));
    for (const words of ["情绪", "风险", "责任", "理性"]) expect(all).toContain(words);
    expect([...root.querySelectorAll(".tags .chip")].map(text)).toContain("发生时间");
  });

  it("gives the scenario's advice in the desk's language", async () => {
    locale.language = "en";
    const root = await draw({ do: [{ code: "a", zh: "先倾听", en: "Listen first" }] });
    expect(text(by(root, "advice"))).toBe("Listen first");
  });

  it("can be corrected only by those who handle conversations", async () => {
    expect(by(await draw(), "correct-cause")).not.toBeNull();
    expect(by(await draw({}, false), "correct-cause")).toBeNull();
  });
});

describe("the reply", () => {
  const compose = async (own: boolean) => {
    const { desk } = madeDesk();
    const thread = madeThread(desk, { owner: "agent", agent_id: "me" });
    return { thread, root: (await shown(new QdReply(), { desk, thread, own })).renderRoot as ShadowRoot };
  };

  it("is only for whoever has the conversation; others may leave a note", async () => {
    expect(by((await compose(true)).root, "send")).not.toBeNull();
    const { root } = await compose(false);
    expect([by(root, "send"), by(root, "mode-note") !== null]).toEqual([null, true]);
  });

  it("cannot be sent while it is empty, and keeps what was written", async () => {
    const { root, thread } = await compose(true);
    expect((by(root, "send") as HTMLButtonElement).disabled).toBe(true);
    root.querySelector("qd-suggestions")?.dispatchEvent(new CustomEvent("typed", { detail: "您好" }));
    await new Promise((done) => setTimeout(done));
    expect([thread.draft, (by(root, "send") as HTMLButtonElement).disabled]).toEqual(["您好", false]);
  });

  it("passes the focus to the page where it is taken away from who was writing", async () => {
    await compose(true);
    const told = new Promise((resolve) => window.addEventListener(FOCUS_LOST, resolve, { once: true }));
    const element = document.body.querySelector("qd-reply") as QdReply;
    element.write("reply");
    await element.updateComplete;
    expect(document.activeElement).toBe(element);
    element.own = false;
    await told;
    expect(document.activeElement).not.toBe(element);
  });
});

describe("a conversation that waits", () => {
  const actions = async (...more: string[]) => {
    const { desk, sent } = madeDesk(["read_conversations", "handle_conversations", ...more]);
    desk.agents = [{ id: "li", display_name: "李强", active: true, role: "agent", state: "available", load: 0, capacity: 5, placement: NOWHERE }] as unknown as Agent[];
    desk.loadAgents = () => Promise.resolve(desk.agents);
    const element = await shown(new QdThreadActions(), { desk, thread: madeThread(desk), conversation: conversation() });
    return { element, sent, root: element.renderRoot as ShadowRoot };
  };

  it("is given to a person by a supervisor, who need not take it", async () => {
    const { element, root } = await actions("take_over");
    by(root, "transfer")?.click();
    await element.updateComplete;
    const dialog = root.querySelector("qd-transfer-dialog") as QdTransferDialog;
    await dialog.updateComplete;
    const offered = [...dialog.renderRoot.querySelectorAll("option")].map(({ value }) => value);
    expect([offered, dialog.renderRoot.querySelector<QdDialog>("qd-dialog")?.heading]).toEqual([["li"], "指派给同事"]);
  });

  it.each([
    ["by who had it last", "me", "handle_conversations", true],
    ["by no colleague", "li", "handle_conversations", false],
    ["by a supervisor", "li", "take_over", true],
  ])("is reopened %s", async (_who, had, permission, offered) => {
    const { desk, sent } = madeDesk(["read_conversations", "handle_conversations", permission]);
    const thread = madeThread(desk);
    thread.hands = ["li", had].map((agent_id) => ({ agent_id, agent_name: null, since: "", until: "" }));
    const element = await shown(new QdThreadActions(), { desk, thread, conversation: conversation({ owner: "closed" }) });
    const root = element.renderRoot as ShadowRoot;
    expect([by(root, "reopen") !== null, by(root, "claim")]).toEqual([offered, null]);
    if (!offered) return;
    by(root, "reopen")?.click();
    await element.updateComplete;
    const dialog = root.querySelector("qd-reason-dialog") as QdReasonDialog;
    await dialog.updateComplete;
    (by(dialog.renderRoot, "reopen-reason") as HTMLInputElement).value = " 材料补齐 ";
    await dialog.renderRoot.querySelector<QdDialog>("qd-dialog")?.act();
    expect(sent).toEqual([["POST", "/conversations/c1/reopen", { reason: "材料补齐" }]]);
  });

  it("can only be taken by others", async () => {
    const { root } = await actions();
    expect([by(root, "transfer"), by(root, "claim") !== null]).toEqual([null, true]);
  });
});

describe("one's own status", () => {
  it("is chosen in the top bar, told to the server and shown", async () => {
    const { desk, sent } = madeDesk();
    const bar = await shown(new QdTopBar(), { desk, route: { page: "conversations", id: null } });
    const field = () => by(bar.renderRoot, "presence") as HTMLSelectElement;
    expect(field().value).toBe("available");
    field().value = "away";
    field().dispatchEvent(new Event("change"));
    await bar.updateComplete;
    expect(sent).toEqual([["PUT", "/session/presence", { present: true, state: "away" }]]);
    expect(field().className).toBe("presence away");
    desk.presence.next();
    expect(desk.presence.state).toBe("available");
  });

  it("is not there for those who handle no conversations", async () => {
    const bar = await shown(new QdTopBar(), { desk: madeDesk(["read_conversations"]).desk, route: { page: "cases" } });
    expect(by(bar.renderRoot as ShadowRoot, "presence")).toBeNull();
  });
});
