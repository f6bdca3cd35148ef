import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Delivery, Message } from "../../shared/desk";
import { clock } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { DeskElement } from "../ui/element";
import "./attachment";
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

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render() {
    const { message } = this;
    const { author, delivery, buttons } = message;
    return html`
      ${author === "system" ? nothing : html`<span class="who">${this.who()}</span>`}
      ${message.text
        ? html`<div class="bubble">
            <qd-token-text .desk=${this.desk} .thread=${this.thread} .text=${message.text} .masks=${message.masks}></qd-token-text>
          </div>`
        : nothing}
      ${message.attachments.map(
        (one) => html`<qd-attachment .attachment=${one} .conversation=${message.conversation_id}></qd-attachment>`,
      )}
      ${buttons.length > 0
        ? html`<div class="buttons">${buttons.map(({ title }) => html`<span class="chip">${title}</span>`)}</div>`
        : nothing}
      ${delivery ? this.state(delivery) : nothing}
    `;
  }

  private who() {
    const { author, agent_name, created_at, seq } = this.message;
    const name = author === "agent" && agent_name ? agent_name : t(`author.${author}`);
    return html`${name} · <time datetime=${created_at}>${clock(created_at, locale.language)}</time> · #${seq}`;
  }

  private state(delivery: Delivery) {
    if (this.message.author === "system" && delivery !== "dead") return nothing;
    const error = delivery === "dead" && this.message.error ? ` · ${this.message.error}` : "";
    return html`<span class="state"><span aria-hidden="true">${icons[delivery]}</span> ${t(`delivery.${delivery}`)}${error}</span>`;
  }
}
