import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { live } from "lit/directives/live.js";
import type { Delivery, Detail, Message } from "../../shared/desk";
import { clock } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import { heardOf, type Subject } from "../model/correcting";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { DeskElement } from "../ui/element";
import { authorText } from "../ui/words";
import "./attachment";
import "./correct-dialog";
import "./quote";
import "./token-text";

const icons: Record<Delivery, string> = {
  pending: "◷",
  sending: "◷",
  sent: "✓",
  delivered: "✓✓",
  dead: "⚠",
  suppressed: "⊘",
};

/** For the log that holds the messages: they stand in its own tree. */
export const messageStyles = css`
  qd-message { display: flex; flex-direction: column; align-items: flex-start; align-self: flex-start; max-width: 82%; }
  qd-message:is([author="bot"], [author="agent"]) { align-self: flex-end; align-items: flex-end; }
  qd-message[author="system"] { align-self: center; align-items: center; max-width: 94%; }
  .who { margin: 0 3px 2px; font-size: 12px; color: var(--muted); }
  .bubble { padding: 7px 12px; background: var(--surface); border: 1px solid var(--line); border-radius: 4px 11px 11px 11px; }
  qd-message[author="bot"] .bubble { background: var(--accent-tint); border-color: transparent; border-radius: 11px 4px 11px 11px; }
  qd-message[author="agent"] .bubble { background: var(--person); border-color: transparent; border-radius: 11px 4px 11px 11px; }
  qd-message[author="system"] .bubble { padding: 2px 14px; font-size: 13px; color: var(--muted); background: var(--sunken); border: 0; border-radius: 11px; }
  qd-message[data-delivery="suppressed"] .bubble { color: var(--muted); background: var(--sunken); text-decoration: line-through; }
  qd-message[data-delivery="suppressed"] .state { font-weight: 600; }
  qd-message[data-delivery="dead"] .bubble { border: 1px solid var(--bad); }
  qd-message[data-delivery="dead"] .state { color: var(--bad); font-weight: 600; }
  .state { margin: 2px 3px 0; font-size: 12px; color: var(--muted); }
  .reading { display: inline-flex; gap: 4px; align-items: center; }
  select.correct { width: auto; field-sizing: content; min-height: 24px; padding: 0 2px; font-size: 12px; color: var(--accent); background: transparent; border: 0; text-decoration: underline; cursor: pointer; }
  select.correct option { color: var(--ink); background: var(--surface); }
  .buttons { display: flex; flex-wrap: wrap; gap: 4px; margin-top: 4px; }
  qd-message[flash] .bubble { outline: 2px solid var(--accent); outline-offset: 2px; }
  @media (prefers-reduced-motion: no-preference) { qd-message[flash] .bubble { animation: flash 2s ease-out; } }
  @keyframes flash { from { background: var(--warn-tint); } }
`;

@customElement("qd-message")
export class QdMessage extends DeskElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) message!: Message;
  @property({ attribute: false }) detail: Detail | null = null;
  @state() private correcting: Subject | null = null;

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render() {
    const { message } = this;
    const { author, delivery, buttons, quoted_seq } = message;
    return html`
      ${author === "system" ? nothing : html`<span class="who">${this.who()} ${this.quotable()}</span>`}
      ${quoted_seq === null ? nothing : html`<qd-quote .thread=${this.thread} .seq=${quoted_seq}></qd-quote>`}
      ${message.text
        ? html`<div class="bubble" lang=${this.detail?.conversation.language ?? nothing}>
            <qd-token-text .desk=${this.desk} .thread=${this.thread} .text=${message.text} .masks=${message.masks}></qd-token-text>
          </div>`
        : nothing}
      ${message.attachments.map(
        (one) => html`<qd-attachment .attachment=${one} .conversation=${message.conversation_id} .may=${this.mayOpen()}></qd-attachment>`,
      )}
      ${buttons.length > 0
        ? html`<div class="buttons">${buttons.map(({ title }) => html`<span class="chip">${title}</span>`)}</div>`
        : nothing}
      ${delivery ? this.deliveryState(delivery) : nothing} ${author === "customer" ? this.reading() : nothing}
    `;
  }

  private mayOpen(): boolean {
    const { desk, detail } = this;
    const own = detail?.conversation.agent_id === desk.session.agent.id;
    return desk.may("reveal") && (own || desk.may("take_over"));
  }

  /** What was read in it, to be corrected where it stands. */
  private reading() {
    const { brief, case: kase } = this.detail ?? {};
    if (!brief || !kase || kase.episode !== this.message.episode) return nothing;
    const heard = heardOf(brief, this.message);
    const may = this.desk.may("handle_conversations") && this.message.text !== "";
    if (!heard && !may) return nothing;
    const { anger = null, intent = "" } = heard ?? {};
    return html`
      <span class="state reading">
        ${[anger === null ? "" : tCode("anger", String(anger)), intent && tCode("intent", intent)].filter(Boolean).join(" · ")}
        ${may ? this.correct() : nothing}
      </span>
      ${this.correcting
        ? html`<qd-correct-dialog
            .desk=${this.desk}
            .thread=${this.thread}
            .case=${kase}
            .subject=${this.correcting}
            @leave=${() => (this.correcting = null)}
          ></qd-correct-dialog>`
        : nothing}
    `;
  }

  private correct() {
    const { message } = this;
    return html`
      <select
        class="correct"
        data-testid="correct-message"
        aria-label=${t("correct.message", { n: message.seq })}
        .value=${live("")}
        @change=${(event: Event) => this.choose((event.target as HTMLSelectElement).value)}
      >
        <option value="">${t("correct.button")}</option>
        <option value="anger">${t("judgement.anger")}</option>
        <option value="cause">${t("judgement.cause")}</option>
        <option value="intent">${t("judgement.intent")}</option>
        <option value="signal">${t("correct.add_signal")}</option>
      </select>
    `;
  }

  private choose(what: string): void {
    const { message } = this;
    if (what === "signal") this.correcting = { what, signal: null, message };
    if (what === "anger" || what === "cause" || what === "intent") this.correcting = { what, message };
  }

  /** Whoever has the conversation may answer this very message, where the customer would see that. */
  private quotable() {
    const { delivery, seq } = this.message;
    const { conversation } = this.detail ?? {};
    const own = conversation?.owner === "agent" && conversation.agent_id === this.desk.session.agent.id;
    if (!own || !this.thread.composing.limits?.quotes || delivery === "suppressed") return nothing;
    return html`<button class="link small" data-testid="quote-message" aria-label="${t("quote.button")} #${seq}" @click=${() => this.thread.composing.quote(seq)}>
      ${t("quote.button")}
    </button>`;
  }

  private who() {
    const { created_at, seq, canned_code } = this.message;
    const name = authorText(this.message);
    const canned = canned_code ? ` · ${t("canned.from", { title: this.desk.people.cannedTitle(canned_code) })}` : "";
    return html`${name} · <time datetime=${created_at}>${clock(created_at, locale.language)}</time> · #${seq}${canned}`;
  }

  private deliveryState(delivery: Delivery) {
    if (this.message.author === "system" && delivery !== "dead") return nothing;
    const read = delivery === "delivered" && this.message.seq <= (this.detail?.conversation.read_seq ?? 0);
    const { failure, error } = this.message;
    const why = delivery === "dead" ? [failure ? t(`failure.${failure}`) : error].filter(Boolean).map((text) => ` · ${text}`) : nothing;
    return html`<span class="state" title=${error ?? nothing}><span aria-hidden="true">${icons[delivery]}</span> ${t(read ? "delivery.read" : `delivery.${delivery}`)}${why}</span>`;
  }
}
