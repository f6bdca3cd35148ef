/** The messages of the open conversation, with what is still on its way to the server. */

import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { VirtualItem } from "@tanstack/virtual-core";
import type { Message } from "../../shared/desk";
import type { Note } from "../../shared/notes";
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
import { messageStyles } from "./message";
import { noteStyles } from "./note";
import { tokenStyles } from "./token-text";
import { at, VirtualRows } from "../ui/virtual-rows";

const NEAR_END_PX = 120;
/** Of a message that was not measured yet. */
const ROW_PX = 78;
const GAP_PX = 9;
const FLASH_MS = 2500;
/** Longer than the flash: words are looked for. */
const MARK_MS = 8000;
/** In which a row that was scrolled to is drawn. */
const FRAMES = 60;

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
      :host { position: relative; }
      .log { height: 100%; overflow-y: auto; overscroll-behavior: contain; overflow-anchor: none; padding-inline: 18px; }
      .all { position: relative; }
      .row { position: absolute; inset-inline: 0; top: 0; display: flex; flex-direction: column; gap: 9px; }
      .coming { height: 46px; width: 46%; background: var(--sunken); border-radius: 11px; }
      .new { position: absolute; inset-inline: 0; bottom: 10px; margin: 0 auto; width: max-content; min-height: 34px; padding: 0 16px; border-radius: 17px; box-shadow: var(--shadow); }
      .log:focus-visible { outline-offset: -3px; }
      ::highlight(quote) { background: var(--mark); color: var(--ink); }
      .line { margin: 8px 0 2px; text-align: center; font-size: 12px; color: var(--muted); }
      .hand { align-self: stretch; margin: 8px 0 2px; display: flex; gap: 10px; align-items: center; font-size: 12px; font-weight: 600; }
      .hand::before, .hand::after { content: ""; flex: 1; border-top: 1px solid var(--line-strong); }
      .hand span { padding: 1px 10px; background: var(--person); border-radius: 9px; }
      .fresh { color: var(--accent); }
      .fresh::before, .fresh::after { border-color: var(--accent); }
      .fresh span { background: var(--accent-tint); }
      .pending { align-self: flex-end; max-width: 82%; text-align: end; }
      .pending .bubble { display: inline-block; text-align: start; white-space: pre-wrap; overflow-wrap: anywhere; background: var(--person); border-radius: 11px 4px 11px 11px; opacity: 0.75; }
      .pending.failed .bubble { outline: 1px solid var(--bad); opacity: 1; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @query(".log") private readonly log!: HTMLElement;
  /** The last message that was there when the end was last in sight. */
  @state() private seen = 0;
  private readonly rows = new VirtualRows(this, () => this.log, {
    estimateSize: () => ROW_PX,
    gap: GAP_PX,
    paddingStart: 14,
    paddingEnd: 20,
    overscan: 6,
    anchorTo: "end",
    followOnAppend: true,
    scrollEndThreshold: NEAR_END_PX,
  });
  private jumped: object | null = null;
  private said = 0;
  private atEnd = true;

  override focus(): void {
    this.log.focus();
  }

  protected override render() {
    this.watch(this.thread);
    this.watch(this.thread.notes);
    this.watch(this.thread.composing);
    const { total, pending } = this.thread;
    const fresh = this.atEnd ? 0 : total - this.seen;
    const shown = this.rows.show(total + (pending.length > 0 ? 1 : 0));
    return html`
      <div class="log" role="log" aria-live=${this.atEnd ? "polite" : "off"} tabindex="0" aria-label=${t("thread.label")} @scroll=${this.onScroll}>
        <div class="all" .style=${`height: ${this.rows.height}px`}>
          ${repeat(
            shown,
            ({ index }) => index,
            (item) => this.place(item),
          )}
        </div>
      </div>
      ${fresh > 0 ? html`<button class="primary new" data-testid="new-messages" @click=${this.toEnd}>${t("thread.new", { n: fresh })} ↓</button>` : nothing}
    `;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { length } = this.thread.pending;
    const another = changed.has("thread");
    if (another) this.rows.forget();
    if (another || length > this.said) this.atEnd = true; // One's own words are shown.
    else if (this.atEnd && this.rows.isLeft) this.atEnd = this.isNearEnd;
    this.said = length;
    if (this.atEnd) this.seen = this.thread.total;
  }

  protected override updated(): void {
    const { jumpTo, total } = this.thread;
    const [first, last] = this.rows.range;
    if (total > 0) void this.thread.need(first, last + 1); // The one before the first, for the line between them.
    if (jumpTo && jumpTo !== this.jumped) {
      this.atEnd = false;
      if (this.thread.message(jumpTo.seq)) void this.show(jumpTo);
      else void this.thread.need(jumpTo.seq); // It is shown once it is here.
    } else if (this.atEnd) {
      this.rows.toEnd();
    }
  }

  private readonly toEnd = () => {
    this.atEnd = true;
    this.requestUpdate();
  };

  private place({ index, start }: VirtualItem) {
    return html`<div class="row" data-index=${index} .style=${at(start)}>${this.content(index + 1)}</div>`;
  }

  private content(seq: number) {
    const { thread } = this;
    if (seq > thread.total) return thread.pending.map((one) => this.pendingRow(one));
    const message = thread.message(seq);
    if (!message) return html`<div class="coming" aria-hidden="true"></div>`;
    const { notes } = thread;
    return html`
      ${seq === 1 ? this.noteRows(notes.below(0, false)) : nothing} ${this.row(message, thread.message(seq - 1))}
      ${this.noteRows(notes.below(seq, seq === thread.total))}
    `;
  }

  private row(message: Message, previous: Message | undefined) {
    const { seq, author, delivery, created_at, episode } = message;
    const unknown = !previous && seq > 1; // It is on its way, and what lies between shows then.
    const newDay = !unknown && dayKey(previous?.created_at ?? "") !== dayKey(created_at);
    const newEpisode = !unknown && (previous?.episode ?? 1) !== episode;
    return html`
      ${unknown ? nothing : this.hand(message, previous)}
      ${newEpisode ? html`<p class="line"><strong>${t("thread.episode", { n: episode })}</strong></p>` : nothing}
      ${seq === this.thread.freshFrom ? html`<p class="hand fresh" data-testid="unread-line"><span>${t("thread.unread")}</span></p>` : nothing}
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

  private noteRows(notes: readonly Note[]) {
    return notes.map((note) => html`<qd-note data-testid="note-row" data-id=${note.id} .desk=${this.desk} .thread=${this.thread} .note=${note}></qd-note>`);
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
    const atEnd = this.isNearEnd;
    if (atEnd !== this.atEnd) this.requestUpdate();
    this.atEnd = atEnd;
  };

  private get isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  private async show(wanted: Jump): Promise<void> {
    const { seq, words, note } = wanted;
    this.jumped = wanted;
    this.rows.toIndex(seq - 1);
    const row = await this.drawn(note === undefined ? `qd-message[data-seq="${seq}"]` : `qd-note[data-id="${note}"]`);
    if (!row) return; // Left meanwhile.
    if (note !== undefined) row.scrollIntoView({ block: "center" }); // It may stand far from its message.
    row.setAttribute("flash", "");
    if (words.length > 0) void this.markIn(row, words);
    setTimeout(() => row.removeAttribute("flash"), FLASH_MS);
  }

  private async drawn(selector: string): Promise<DeskElement | null> {
    for (let frame = 0; frame < FRAMES; frame += 1) {
      const row = this.renderRoot.querySelector<DeskElement>(selector);
      if (row) return row;
      await new Promise(requestAnimationFrame);
    }
    return null;
  }

  private async markIn(row: DeskElement, words: readonly string[]): Promise<void> {
    const masks = this.thread.detail?.brief?.masks ?? {};
    await row.updateComplete;
    await new Promise(requestAnimationFrame); // Its texts are elements of their own.
    const shown = words.map((one) => pieces(one, masks).map((piece) => ("text" in piece ? piece.text : piece.mask)));
    mark(row, shown, MARK_MS);
  }
}
