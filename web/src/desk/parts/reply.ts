/** Where the agent writes: to the customer, or a note for colleagues. Drafts survive a reload. */

import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { MAX_TEXT } from "../../shared/chat";
import { MAX_NOTE } from "../../shared/notes";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import { cannedFor, peopleFor, wantsCanned, type Suggestion } from "../model/suggest";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import "./canned-bar";
import "./reply-tray";
import type { QdSuggestions } from "./suggestions";
import "./suggestions";

export type Mode = "reply" | "note";

@customElement("qd-reply")
export class QdReply extends DeskElement {
  static override styles = [
    controls,
    css`
      form { display: grid; grid-template-columns: 1fr auto; gap: 4px 10px; align-items: end; padding: 6px 16px 10px; background: var(--surface); border-top: 1px solid var(--line); }
      form.note { background: var(--note); }
      .folded { padding: 0 16px 8px; text-align: center; background: var(--surface); }
      .tabs, p, qd-reply-tray, qd-canned-bar { grid-column: 1 / -1; }
      .tabs { display: flex; gap: 4px; }
      .tabs button { min-height: 28px; padding: 0 10px; font-size: 13px; background: none; border-color: transparent; color: var(--muted); }
      .tabs button[aria-pressed="true"] { color: var(--accent); border-color: var(--line); background: var(--surface); font-weight: 600; }
      .acts { display: grid; gap: 4px; }
      .attach { min-height: 30px; padding: 0 10px; font-size: 13px; }
      .primary { min-height: 40px; padding: 4px 20px; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  /** Whether the conversation is the agent's own; others may leave notes only. */
  @property({ type: Boolean }) own = false;
  @state() private chosen: Mode = "reply";
  /** Not there where only notes may be written and none is. */
  @query("qd-suggestions") private readonly field!: QdSuggestions | null;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("thread")) this.chosen = "reply";
  }

  protected override render() {
    this.watch(this.thread);
    this.watch(this.thread.notes);
    this.watch(this.thread.composing);
    this.watch(this.desk);
    if (!this.own && this.chosen !== "note") return this.folded();
    const note = this.mode === "note";
    return html`
      <form class=${this.mode} @submit=${this.submit}>
        <div class="tabs" role="group" aria-label=${t("note.mode")}>
          ${this.own ? this.tab("reply") : nothing} ${this.tab("note")}
        </div>
        ${note ? nothing : html`<qd-reply-tray .composing=${this.thread.composing} .thread=${this.thread}></qd-reply-tray>`}
        <qd-suggestions
          .value=${this.draft}
          .label=${t(note ? "note.composer" : "thread.composer")}
          .hook=${note ? "note" : "composer"}
          .limit=${note ? MAX_NOTE : MAX_TEXT}
          .offers=${this.offers()}
          @typed=${this.onTyped}
          @taken=${this.onTaken}
          @done=${this.submit}
          @left=${() => this.dispatchEvent(new CustomEvent("left"))}
          @paste=${this.onPaste}
        ></qd-suggestions>
        <div class="acts">
          ${note ? nothing : this.attach()}
          <button class="primary" data-testid=${note ? "save-note" : "send"} ?disabled=${!this.complete}>
            ${t(note ? "note.save" : "thread.send")}
          </button>
        </div>
        ${note ? nothing : html`<qd-canned-bar .thread=${this.thread} @taken=${() => this.field?.focus()}></qd-canned-bar>`}
        <p class="small muted">${t(note ? "note.hint" : "canned.hint")}</p>
      </form>
    `;
  }

  write(mode: Mode): void {
    this.chosen = mode;
    void this.updateComplete.then(() => this.field?.focus());
  }

  private get mode(): Mode {
    return this.own ? this.chosen : "note";
  }

  private get draft(): string {
    return this.mode === "note" ? this.thread.notes.draft : this.thread.draft;
  }

  /** Whether it can be sent as it is. */
  private get complete(): boolean {
    const text = this.draft.trim();
    if (this.mode === "note") return text !== "";
    const { open, ready, uploading } = this.thread.composing;
    return open && !uploading && (text !== "" || ready);
  }

  private attach() {
    const { limits } = this.thread.composing;
    if (limits && !limits.files) return html`<span class="small muted">${t("attach.text_only")}</span>`;
    return html`
      <input type="file" multiple hidden data-testid="file-input" accept=${Object.keys(limits?.files?.types ?? {}).join(",")} @change=${this.onFiles} />
      <button type="button" class="attach" data-testid="attach" ?disabled=${!limits} @click=${() => this.renderRoot.querySelector<HTMLInputElement>("input[type=file]")?.click()}>
        ${t("attach.add")}
      </button>
    `;
  }

  private readonly onFiles = (event: Event) => {
    const field = event.target as HTMLInputElement;
    void this.thread.composing.add([...(field.files ?? [])]);
    field.value = "";
  };

  private readonly onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (this.mode === "note" || files.length === 0 || !this.thread.composing.limits?.files) return;
    event.preventDefault();
    void this.thread.composing.add(files);
  };

  /** Whose conversation it is not has little to write. */
  private folded() {
    return html`<p class="folded">
      <button class="link" data-testid="mode-note" @click=${() => this.write("note")}>+ ${t("note.note")}</button>
    </p>`;
  }

  private tab(mode: Mode) {
    return html`
      <button type="button" data-testid="mode-${mode}" aria-pressed=${mode === this.mode} @click=${() => this.write(mode)}>
        ${t(`note.${mode}`)}
      </button>
    `;
  }

  private offers() {
    const { notes } = this.thread;
    if (this.mode === "note") return peopleFor(this.draft, this.desk.agents, this.desk.session.agent.id);
    return cannedFor(this.draft, notes.canned ?? { items: [], next: null }, locale.language === "en" ? "en" : "zh");
  }

  private readonly onTyped = ({ detail }: CustomEvent<string>) => {
    if (this.mode === "note") {
      this.thread.notes.draft = detail;
      if (detail.includes("@") && this.desk.agents.length === 0) this.desk.loadAgents().catch(this.desk.fail);
      return;
    }
    this.thread.draft = detail;
    if (detail.trim()) this.thread.composing.typed();
    if (wantsCanned(detail)) void this.thread.notes.loadCanned();
  };

  private readonly onTaken = ({ detail }: CustomEvent<Suggestion>) => {
    if (this.mode === "note") this.thread.notes.draft = detail.text;
    else this.thread.begin(detail.key, detail.text);
  };

  private readonly submit = (event: Event) => {
    event.preventDefault();
    if (!this.complete || !this.desk.sendable()) return;
    const text = this.draft.trim();
    if (this.mode === "note") void this.thread.notes.write(text);
    else this.thread.say(text);
  };
}
