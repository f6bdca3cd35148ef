/** Where the agent writes; the draft survives a reload. */

import { css, html } from "lit";
import { live } from "lit/directives/live.js";
import { customElement, property } from "lit/decorators.js";
import { MAX_TEXT } from "../../shared/chat";
import { sendsOnKey } from "../../shared/keys";
import { t } from "../i18n";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-reply")
export class QdReply extends DeskElement {
  static override styles = [
    controls,
    css`
      form { display: grid; grid-template-columns: 1fr auto; gap: 4px 10px; align-items: end; padding: 10px 16px; background: var(--surface); border-top: 1px solid var(--line); }
      textarea { min-height: 62px; max-height: 220px; }
      p { grid-column: 1 / -1; }
      .primary { min-height: 40px; padding: 4px 20px; }
    `,
  ];

  @property({ attribute: false }) thread!: Thread;

  protected override render() {
    this.watch(this.thread);
    const { draft } = this.thread;
    return html`
      <form @submit=${this.submit}>
        <label class="hidden" for="reply">${t("thread.composer")}</label>
        <textarea
          id="reply"
          rows="2"
          maxlength=${MAX_TEXT}
          data-testid="composer"
          placeholder=${t("thread.composer")}
          .value=${live(draft)}
          @input=${this.onInput}
          @keydown=${this.onKey}
        ></textarea>
        <button class="primary" data-testid="send" ?disabled=${!draft.trim()}>${t("thread.send")}</button>
        <p class="small muted">${t("thread.hint")}</p>
      </form>
    `;
  }

  private readonly onInput = (event: Event) => {
    this.thread.draft = (event.target as HTMLTextAreaElement).value;
  };

  private readonly onKey = (event: KeyboardEvent) => {
    if (sendsOnKey(event)) this.submit(event);
  };

  private readonly submit = (event: Event) => {
    event.preventDefault();
    const text = this.thread.draft.trim();
    if (text) this.thread.say(text);
  };
}
