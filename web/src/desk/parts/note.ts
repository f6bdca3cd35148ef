/** A note in the transcript's place: for colleagues, and looking like it. */

import { css, html } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Note } from "../../shared/notes";
import { clock } from "../../shared/times";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { DeskElement } from "../ui/element";
import "./token-text";

export const noteStyles = css`
  qd-note { display: block; align-self: center; width: min(560px, 90%); }
  qd-note .slip { padding: 7px 12px; background: var(--note); border: 1px dashed var(--note-line); border-radius: 6px; }
  qd-note[flash] .slip { outline: 2px solid var(--accent); outline-offset: 2px; }
  qd-note .head { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; font-size: 12px; color: var(--muted); }
  qd-note b { color: var(--note-ink); font-weight: 600; }
`;

@customElement("qd-note")
export class QdNote extends DeskElement {
  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) note!: Note;

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render() {
    const { agent_name, created_at, text, masks, mentions } = this.note;
    return html`
      <div class="slip">
        <p class="head">
          <b>${t("note.only_inside")}</b>
          <span>${agent_name ?? t("author.agent")} · <time datetime=${created_at}>${clock(created_at, locale.language)}</time></span>
          ${mentions.map(({ display_name }) => html`<span class="chip">@${display_name}</span>`)}
        </p>
        <qd-token-text .desk=${this.desk} .thread=${this.thread} .text=${text} .masks=${masks}></qd-token-text>
      </div>
    `;
  }
}
