/** What to say next, of the canned words; whoever has the conversation puts it into the reply. */

import { html, nothing, type PropertyValues } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { Conversation } from "../../shared/desk";
import type { Canned } from "../../shared/notes";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { sideStyles } from "../ui/side-styles";
import { tokenStyles } from "./token-text";

@customElement("qd-next-words")
export class QdNextWords extends DeskElement {
  static override styles = [controls, sideStyles, tokenStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) conversation!: Conversation;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("thread")) void this.thread.notes.loadCanned();
  }

  protected override render() {
    const { desk, thread } = this;
    const { owner, recorded_by } = this.conversation;
    this.watch(thread.notes);
    const { canned } = thread.notes;
    const words = canned?.items.find(({ code }) => code === canned.next);
    if (!canned || !words || owner === "closed" || recorded_by) return nothing;
    const masks = thread.detail?.brief?.masks ?? {};
    return html`
      <section data-testid="next-words" data-code=${words.code}>
        <h3>${t("brief.next", { title: words.title[locale.language === "en" ? "en" : "zh"] })}</h3>
        <blockquote lang=${canned.language}><qd-token-text .desk=${desk} .text=${words.text} .masks=${masks}></qd-token-text></blockquote>
        ${this.mine
          ? html`<p><button data-testid="use-words" @click=${() => this.take(words)}>${t("brief.use_words")}</button></p>`
          : nothing}
      </section>
    `;
  }

  /** Whoever takes them reads them over in the reply. */
  private take(words: Canned): void {
    this.thread.append(words);
    this.dispatchEvent(new CustomEvent("written", { bubbles: true, composed: true }));
  }

  private get mine(): boolean {
    const { owner, agent_id } = this.conversation;
    return owner === "agent" && agent_id === this.desk.session.agent.id;
  }
}
