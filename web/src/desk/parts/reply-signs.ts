/** Above the reply: who types, who watches, and what the customer's platform still takes. */

import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { moment } from "../../shared/times";
import type { Month, ReplyWindow } from "../../shared/replies";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-reply-signs")
export class QdReplySigns extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: block; background: var(--surface); }
      div { display: flex; flex-wrap: wrap; gap: 2px 14px; padding: 3px 16px; border-top: 1px solid var(--line); font-size: 12px; color: var(--muted); }
      .warn { color: var(--warn); font-weight: 600; }
      .bad { color: var(--bad); font-weight: 600; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;

  protected override render() {
    const { desk, thread } = this;
    this.watch(desk);
    this.watch(thread.composing);
    const { limits } = thread.composing;
    const signs = [this.window(limits?.window ?? null), this.month(limits?.month ?? null), ...this.typing(), this.watchers()];
    const shown = signs.filter((sign) => sign !== nothing);
    return shown.length > 0 ? html`<div role="status">${shown}</div>` : nothing;
  }

  private window(window: ReplyWindow | null) {
    if (!window) return nothing;
    const { standing, closes_at, left, most } = window;
    const values = { time: closes_at ? moment(closes_at, locale.language) : "", left: left ?? 0, most: most ?? 0 };
    const counted = standing === "open" && left !== null;
    const key = counted ? "left" : standing === "closed" && !closes_at ? "never" : standing;
    const kind = standing === "open" ? (counted && left <= 1 ? "warn" : "") : standing === "template" ? "warn" : "bad";
    return html`<span class=${kind} data-testid="window" data-standing=${standing}>${t(`window.${key}`, values)}</span>`;
  }

  private month(month: Month | null) {
    if (!month) return nothing;
    const { left, most, at } = month;
    const kind = left === 0 ? "bad" : left * 10 <= most ? "warn" : "";
    const text = t(left === 0 ? "month.used_up" : "month.left", { left, most, time: moment(at, locale.language) });
    return html`<span class=${kind} data-testid="month">${text}</span>`;
  }

  private typing() {
    return this.others("typing").map((who) => {
      const text = who === "customer" ? t("typing.customer") : t("typing.agent", { name: this.name(who) });
      return html`<span data-testid="typing" data-who=${who}>${text}</span>`;
    });
  }

  private watchers() {
    const names = this.others("watching").map((who) => this.name(who));
    return names.length > 0
      ? html`<span data-testid="watchers">${t("watching.by", { names: names.join(locale.language === "en" ? ", " : "、") })}</span>`
      : nothing;
  }

  private others(doing: "typing" | "watching"): string[] {
    const me = `agent:${this.desk.session.agent.id}`;
    return this.desk.activities
      .filter((one) => one.doing === doing && one.conversation_id === this.thread.id && one.who !== me)
      .map(({ who }) => who);
  }

  private name(who: string): string {
    const id = who.replace(/^agent:/, "");
    return this.desk.agents.find((agent) => agent.id === id)?.display_name ?? t("author.agent");
  }
}
