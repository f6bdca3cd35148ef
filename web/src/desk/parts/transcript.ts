/** The messages of the open conversation, with what is still on its way to the server. */

import { css, html, nothing, type PropertyValues } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { customElement, property, query } from "lit/decorators.js";
import type { Message } from "../../shared/desk";
import type { Hand } from "../../shared/replies";
import { day, dayKey } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Pending } from "../model/drafts";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { codeText } from "../ui/errors";
import type { Jump } from "../ui/jump";
import { mark } from "../ui/mark";
import { pieces } from "../ui/tokens";
import { attachmentStyles } from "./attachment";
import { quoteStyles } from "./quote";
import { messageStyles, type QdMessage } from "./message";
import { noteStyles } from "./note";
import { tokenStyles } from "./token-text";

const NEAR_END_PX = 120;
const FLASH_MS = 2500;
/** Longer than the flash: words are looked for. */
const MARK_MS = 8000;

@customElement("qd-transcript")
export class QdTranscript extends DeskElement {
  static override styles = [
    controls,
    messageStyles,
    attachmentStyles,
    tokenStyles,
    noteStyles,
    quoteStyles,
    css`
      :host { display: block; min-height: 0; }
      .log { height: 100%; overflow-y: auto; overscroll-behavior: contain; display: flex; flex-direction: column; gap: 9px; padding: 14px 18px 20px; }
      .log:focus-visible { outline-offset: -3px; }
      ::highlight(quote) { background: var(--mark); color: var(--ink); }
      .line { margin: 8px 0 2px; text-align: center; font-size: 12px; color: var(--muted); }
      .hand { align-self: stretch; margin: 8px 0 2px; display: flex; gap: 10px; align-items: center; font-size: 12px; font-weight: 600; }
      .hand::before, .hand::after { content: ""; flex: 1; border-top: 1px solid var(--line-strong); }
      .hand span { padding: 1px 10px; background: var(--person); border-radius: 9px; }
      .pending { align-self: flex-end; max-width: 82%; text-align: end; }
      .pending .bubble { display: inline-block; text-align: start; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--person); border-radius: 11px 4px 11px 11px; opacity: 0.75; }
      .pending.failed .bubble { outline: 1px solid var(--bad); opacity: 1; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @query(".log") private readonly log!: HTMLElement;
  private atEnd = true;
  /** The reply below grows and shrinks; the last message stays in sight. */
  private readonly resized = new ResizeObserver(() => {
    if (this.atEnd) this.log.scrollTop = this.log.scrollHeight;
  });
  private jumped: object | null = null;
  private said = 0;

  protected override render() {
    this.watch(this.thread);
    this.watch(this.thread.notes);
    this.watch(this.thread.composing);
    const { messages, pending } = this.thread;
    return html`
      <div class="log" role="log" tabindex="0" aria-label=${t("thread.label")} @scroll=${this.onScroll}>
        ${this.noteRows(0, messages[0]?.seq ?? Infinity)}
        ${repeat(
          messages,
          ({ seq }) => seq,
          (message, index) => [
            this.row(message, messages[index - 1]),
            this.noteRows(message.seq, messages[index + 1]?.seq ?? Infinity),
          ],
        )}
        ${pending.map((one) => this.pendingRow(one))}
      </div>
    `;
  }

  protected override firstUpdated(): void {
    this.resized.observe(this.log);
    this.onLeave(() => this.resized.disconnect());
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { length } = this.thread.pending;
    if (changed.has("thread") || length > this.said) this.atEnd = true; // One's own words are shown.
    this.said = length;
  }

  protected override updated(): void {
    const { jumpTo } = this.thread;
    if (jumpTo && jumpTo !== this.jumped) {
      if (this.show(jumpTo)) this.jumped = jumpTo; // else with the messages that are still to come
    } else if (this.atEnd) {
      void this.toEnd();
    }
  }

  private row(message: Message, previous: Message | undefined) {
    const { seq, author, delivery, created_at, episode } = message;
    const newDay = !previous || dayKey(previous.created_at) !== dayKey(created_at);
    const newEpisode = previous ? previous.episode !== episode : episode > 1;
    return html`
      ${this.hand(message, previous)}
      ${newEpisode ? html`<p class="line"><strong>${t("thread.episode", { n: episode })}</strong></p>` : nothing}
      ${newDay ? html`<p class="line">${day(created_at, locale.language)}</p>` : nothing}
      <qd-message
        data-testid="message"
        data-author=${author}
        data-seq=${seq}
        data-delivery=${delivery ?? ""}
        author=${author}
        .desk=${this.desk}
        .thread=${this.thread}
        .message=${message}
        .detail=${this.thread.detail}
      ></qd-message>
    `;
  }

  /** Where the stretch of a person begins or ends between two messages. */
  private hand(message: Message, previous: Message | undefined) {
    const [before, now] = [previous && this.handAt(previous), this.handAt(message)];
    if (before?.since === now?.since) return nothing;
    const text = now ? t("hands.begin", { name: now.agent_name ?? t("author.agent") }) : t("hands.end");
    return html`<p class="hand" data-testid="hand"><span>${text}</span></p>`;
  }

  private handAt({ created_at }: Message): Hand | undefined {
    const at = Date.parse(created_at);
    return this.thread.hands.find(({ since, until }) => at >= Date.parse(since) && (until === null || at < Date.parse(until)));
  }

  /** Notes that were written after this message and before the next one. */
  private noteRows(from: number, to: number) {
    const { items } = this.thread.notes;
    if (items.length === 0) return nothing;
    return items
      .filter(({ after_seq }) => after_seq >= from && after_seq < to)
      .map((note) => html`<qd-note data-testid="note-row" .desk=${this.desk} .thread=${this.thread} .note=${note}></qd-note>`);
  }

  private pendingRow({ client_id, text, attachments = [], failed }: Pending) {
    return html`
      <div class="pending ${failed ? "failed" : ""}">
        <span class="bubble">${[text, ...attachments.map(({ name }) => name)].filter(Boolean).join("\n")}</span>
        ${failed
          ? html`<p class="small error" role="alert">
              ${t("pending.failed", { why: codeText(failed) })}
              <button class="link" @click=${() => this.thread.retry(client_id)}>${t("app.retry")}</button>
              <button class="link" @click=${() => this.thread.takeBack(client_id)}>${t("pending.drop")}</button>
            </p>`
          : html`<p class="small muted">${t("delivery.sending")}</p>`}
      </div>
    `;
  }

  private readonly onScroll = () => {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX;
  };

  private async toEnd(): Promise<void> {
    const rows = this.renderRoot.querySelectorAll<QdMessage>("qd-message");
    await [...rows].at(-1)?.updateComplete;
    await new Promise(requestAnimationFrame);
    if (this.atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  private show({ seq, words }: Jump): boolean {
    const row = this.renderRoot.querySelector<QdMessage>(`qd-message[data-seq="${seq}"]`);
    if (!row) return false;
    this.atEnd = false;
    row.scrollIntoView({ block: "center" });
    row.setAttribute("flash", "");
    if (words.length > 0) void this.markIn(row, words);
    setTimeout(() => row.removeAttribute("flash"), FLASH_MS);
    return true;
  }

  private async markIn(row: QdMessage, words: readonly string[]): Promise<void> {
    const masks = this.thread.detail?.brief?.masks ?? {};
    await row.updateComplete;
    await new Promise(requestAnimationFrame); // Its texts are elements of their own.
    const shown = words.map((one) => pieces(one, masks).map((piece) => ("text" in piece ? piece.text : piece.mask)));
    mark(row, shown, MARK_MS);
  }
}
