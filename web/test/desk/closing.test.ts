// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { locale } from "../../src/desk/i18n";
import { QdCloseDialog } from "../../src/desk/parts/close-dialog";
import { QdCallDialog } from "../../src/desk/parts/call-dialog";
import type { Thread } from "../../src/desk/model/thread";
import type { QdDialog } from "../../src/desk/ui/dialog";
import type { Callback, Case } from "../../src/shared/desk";
import { brief, madeDesk, madeThread, message } from "./made";

beforeEach(() => {
  HTMLDialogElement.prototype.showModal = () => undefined; // jsdom has none.
  HTMLDialogElement.prototype.close = () => undefined;
  document.body.replaceChildren();
  locale.language = "zh-Hans";
});

const mine = { owner: "agent", agent_id: "me" } as const;
const items = (dialog: QdCloseDialog) => [...dialog.renderRoot.querySelectorAll("li")].map((one) => one.textContent);

async function shown(thread: Thread): Promise<QdCloseDialog> {
  const dialog = Object.assign(new QdCloseDialog(), { thread });
  document.body.append(dialog);
  await dialog.updateComplete;
  return dialog;
}

describe("closing a conversation", () => {
  it("asks how it ended, and says what that means before it is done", async () => {
    const { desk, sent } = madeDesk();
    const dialog = await shown(madeThread(desk, mine));
    const by = (hook: string) => dialog.renderRoot.querySelector(`[data-testid="${hook}"]`);
    const outcome = by("close-outcome") as HTMLSelectElement;
    expect([outcome.value, outcome.checkValidity(), by("close-means"), by("close-open")]).toEqual(["", false, null, null]);
    outcome.value = "referred";
    outcome.dispatchEvent(new Event("change"));
    await dialog.updateComplete;
    expect(by("close-means")?.textContent).toBe("投诉件未结，答复期限照旧。");
    await dialog.renderRoot.querySelector<QdDialog>("qd-dialog")?.act();
    expect(sent).toEqual([["POST", "/conversations/c1/close", { outcome: "referred", note: "" }]]);
  });

  it("names what is still open", async () => {
    const callback = { at: "2020-03-01T06:00:00Z" } as Callback;
    const { desk } = madeDesk();
    const thread = madeThread(desk, mine, { brief: brief({ callback }), case: {} as Case });
    thread.draft = "还没发";
    Object.defineProperty(thread, "messages", { value: [message({}), message({ seq: 2, author: "system" })] });
    expect(items(await shown(thread))).toEqual([
      "客户最后的话还没有回复。", "回复框里有没发出的草稿。", expect.stringMatching(/^约定 2020年3月1日 .* 的回电还没有打。$/), "必录要素还缺：发生时间。",
    ]);
  });

  it("awaits no answer to what was typed in, or was answered", async () => {
    const { desk } = madeDesk();
    const recorded = madeThread(desk, { ...mine, recorded_by: "me" });
    const answered = madeThread(desk, mine);
    Object.defineProperty(recorded, "messages", { value: [message()] });
    Object.defineProperty(answered, "messages", { value: [message(), message({ seq: 2, author: "agent" })] });
    expect([items(await shown(recorded)), items(await shown(answered))]).toEqual([[], []]);
  });
});

describe("promising a call", () => {
  it("takes a time by a button", async () => {
    const { desk, sent } = madeDesk();
    const dialog = Object.assign(new QdCallDialog(), { desk, thread: madeThread(desk, mine) });
    document.body.append(dialog);
    await dialog.updateComplete;
    dialog.renderRoot.querySelector<HTMLElement>('[data-testid="time-choice"]')?.click();
    const at = dialog.renderRoot.querySelector<HTMLInputElement>('[data-testid="call-at"]')!.value;
    expect(Date.parse(at) - Date.now()).toBeGreaterThan(58 * 60_000);
    await dialog.renderRoot.querySelector<QdDialog>("qd-dialog")?.act();
    expect(sent).toEqual([["POST", "/conversations/c1/callback", { at: new Date(at).toISOString(), note: "" }]]);
  });
});
