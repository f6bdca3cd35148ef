// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { NO_FILTER } from "../../src/desk/model/filters";
import { remember, remembered } from "../../src/desk/model/looking";
import { Drafts } from "../../src/desk/model/drafts";
import type { Conversation } from "../../src/shared/desk";
import { conversation, madeDesk } from "./made";

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
  location.hash = "";
});

/** A desk that has read its list of those who wait. */
async function waiting(...rows: Conversation[]) {
  const { desk } = madeDesk();
  await desk.queue.load();
  desk.queue.onRows(rows);
  return desk;
}

describe("the list that somebody looks at", () => {
  it("is the same after a reload, and each person's own", () => {
    madeDesk().desk.queue.look("closed", { ...NO_FILTER, level: "major" });
    const { queue } = madeDesk().desk;
    expect([queue.view, queue.filter.level]).toEqual(["closed", "major"]);
    expect(remembered("somebody")).toEqual({ view: "waiting", filter: NO_FILTER });
  });

  it("is forgotten with what a person leaves in the tab, and does not break on rubbish", () => {
    remember("me", { view: "mine", filter: NO_FILTER });
    new Drafts("me", sessionStorage).clear();
    expect(remembered("me").view).toBe("waiting");
    for (const rubbish of ["{", "null", '{"view":"gone","filter":{"level":7,"was":"x"}}']) {
      sessionStorage.setItem("qingting:desk:me:list", rubbish);
      expect(remembered("me")).toEqual({ view: "waiting", filter: NO_FILTER });
    }
  });
});

describe("the next one that waits", () => {
  const given = { agent_id: "else", answer_by: "2999-01-01T00:00:00Z" };

  it("is the most urgent one that nobody else is asked to take", async () => {
    const desk = await waiting(conversation({ id: "a", priority: 90, assignment: given }), conversation({ id: "b", priority: 50 }), conversation({ id: "c" }));
    expect([desk.queue.next(null)?.id, desk.queue.next("b")?.id]).toEqual(["b", "c"]);
    desk.queue.look("closed", { ...NO_FILTER, level: "major" });
    desk.next();
    expect([location.hash, desk.queue.view, desk.queue.filter]).toEqual(["#/c/b", "waiting", NO_FILTER]);
    desk.stop();
  });

  it("fits the filter where one of them does, which then stays", async () => {
    const desk = await waiting(conversation({ id: "a", priority: 90 }), conversation({ id: "b", channel: "wechat" }));
    desk.queue.look("mine", { ...NO_FILTER, channel: "wechat" });
    desk.next();
    expect([location.hash, desk.queue.view, desk.queue.filter.channel]).toEqual(["#/c/b", "waiting", "wechat"]);
    desk.queue.look("waiting", { ...NO_FILTER, channel: "wechat", overdue: "true" });
    desk.followTaken();
    expect([desk.queue.view, desk.queue.filter]).toEqual(["mine", { ...NO_FILTER, channel: "wechat" }]);
    desk.stop();
  });

  it("leads nowhere where nobody waits", async () => {
    const desk = await waiting();
    desk.queue.look("closed", NO_FILTER);
    desk.next();
    expect([location.hash, desk.queue.view]).toEqual(["", "closed"]);
    desk.stop();
  });
});

describe("a draft", () => {
  it("is told of reply and note alike", () => {
    const { desk } = madeDesk();
    new Drafts("me").keep("a", "您好");
    new Drafts("me").keep("note:b", "问过了");
    new Drafts("me").keep("c", "  ");
    expect(["a", "b", "c", "d"].map((id) => desk.hasDraft(id))).toEqual([true, true, false, false]);
  });
});
