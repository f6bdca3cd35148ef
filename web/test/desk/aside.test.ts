// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { locale } from "../../src/desk/i18n";
import { choices } from "../../src/desk/model/aside";
import { QdAsideDialog } from "../../src/desk/parts/aside-dialog";
import type { QdDialog } from "../../src/desk/ui/dialog";
import { stamp } from "../../src/shared/times";
import { madeDesk, madeThread } from "./made";

describe("times at which a conversation comes back", () => {
  const offered = (now: Date, due: Date | null = null) =>
    choices(now, due?.toISOString() ?? null).map(({ name, at }) => `${name} ${stamp(at.toISOString())}`);
  const thursday = new Date(2026, 10, 19, 16, 30);

  it("are an hour on, tomorrow morning and Monday morning", () => {
    expect(offered(thursday)).toEqual(["hour 2026-11-19 17:30", "tomorrow 2026-11-20 09:00", "monday 2026-11-23 09:00"]);
    expect(offered(new Date(2026, 10, 23, 8))).toEqual(["hour 2026-11-23 09:00", "tomorrow 2026-11-24 09:00", "monday 2026-11-30 09:00"]);
  });

  it("are each offered once, and none after the decision is due", () => {
    expect(offered(new Date(2026, 10, 22, 12))).toEqual(["hour 2026-11-22 13:00", "tomorrow 2026-11-23 09:00"]);
    expect(offered(thursday, new Date(2026, 10, 20, 9))).toEqual(["hour 2026-11-19 17:30", "tomorrow 2026-11-20 09:00"]);
    expect(offered(thursday, new Date(2026, 10, 19, 17))).toEqual([]);
  });
});

describe("putting a conversation aside", () => {
  it("fills the time by a button, keeps the law's clock in sight and asks the server", async () => {
    const { desk, sent } = madeDesk();
    const due = "2999-03-01T06:00:00Z";
    const dialog = Object.assign(new QdAsideDialog(), { thread: madeThread(desk, { owner: "agent", agent_id: "me", due_at: due }) });
    HTMLDialogElement.prototype.showModal = () => undefined; // jsdom has none.
    locale.language = "zh-Hans";
    document.body.append(dialog);
    await dialog.updateComplete;
    const by = (hook: string) => dialog.renderRoot.querySelector<HTMLInputElement>(`[data-testid="${hook}"]`);
    expect(by("aside-due")?.textContent).toContain("2999年3月1日");
    expect(by("aside-until")?.max).toBe(stamp(due).replace(" ", "T"));
    by("time-choice")?.click();
    const chosen = by("aside-until")?.value ?? "";
    await dialog.renderRoot.querySelector<QdDialog>("qd-dialog")?.act();
    expect(sent).toEqual([["POST", "/conversations/c1/aside", { until: new Date(chosen).toISOString() }]]);
  });
});
