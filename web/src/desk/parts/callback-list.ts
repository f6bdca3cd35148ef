/** Promised calls: whom, when, and that it was done. */

import { css, html, nothing } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { customElement, property } from "lit/decorators.js";
import type { Callback } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import { isDue } from "../model/callbacks";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { masked } from "../ui/tokens";

@customElement("qd-callback-list")
export class QdCallbackList extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: block; }
      li { display: grid; grid-template-columns: 1fr auto; gap: 4px 10px; align-items: center; padding: 10px 14px; border-bottom: 1px solid var(--line); border-inline-start: 3px solid transparent; }
      li.due { border-inline-start-color: var(--bad); }
      li[aria-current] { background: var(--accent-tint); }
      .late { color: var(--bad); font-weight: 600; }
      a { text-decoration: none; font-weight: 600; }
      p { grid-column: 1 / -1; overflow-wrap: anywhere; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;

  protected override render() {
    const { callbacks } = this.desk;
    this.watch(callbacks);
    this.watch(this.desk);
    if (!callbacks.items) return html`<p class="empty">${t("app.loading")}</p>`;
    if (callbacks.items.length === 0) return html`<p class="empty">${t("callback.empty")}</p>`;
    return html`<ul>${repeat(callbacks.items, ({ id }) => id, (one) => this.row(one))}</ul>`;
  }

  private row(callback: Callback) {
    const { id, conversation_id, at, note, masks, state, case_number, level } = callback;
    const due = isDue(callback);
    const time = moment(at, locale.language);
    const name = case_number ?? t("case.no_number");
    return html`
      <li
        class=${due ? "due" : ""}
        data-testid="callback"
        data-id=${id}
        data-state=${state}
        aria-current=${this.desk.thread?.id === conversation_id ? "true" : nothing}
      >
        <span>
          <a href=${href({ page: "conversations", id: conversation_id })}>
            <time datetime=${at}>${time}</time> · ${name}<span class="hidden"> ${t("case.open")}</span>
          </a>
          ${level === "major" ? html`<span class="chip bad">${t("queue.major")}</span>` : nothing}
          ${due ? html`<span class="small late">${t(state === "missed" ? "callback.missed" : "callback.due")}</span>` : nothing}
        </span>
        ${this.desk.may("handle_conversations")
          ? html`<button data-testid="callback-done" aria-label=${t("callback.done_of", { time, number: name })} @click=${() => this.desk.callbacks.done(id)}>
              ${t("callback.done")}
            </button>`
          : nothing}
        ${note ? html`<p class="small muted">${masked(note, masks)}</p>` : nothing}
      </li>
    `;
  }
}
