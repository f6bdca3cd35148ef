/** What to say next, of the canned words; one press puts it into the reply. */

import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Conversation } from "../../shared/desk";
import type { Canned, CannedList } from "../../shared/notes";
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
  @state() private words: Canned | null = null;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("conversation")) return;
    const before = changed.get("conversation") as Conversation | undefined;
    const { id, last_seq, owner_version, case_state, scenario } = this.conversation;
    const same =
      before?.id === id &&
      before.last_seq === last_seq &&
      before.owner_version === owner_version &&
      before.case_state === case_state &&
      before.scenario === scenario;
    if (!same) void this.load();
  }

  protected override render() {
    const { words, desk, thread } = this;
    if (!words || !this.mine) return nothing;
    const masks = thread.detail?.brief?.masks ?? {};
    return html`
      <section data-testid="next-words" data-code=${words.code}>
        <h3>${t("brief.next", { title: words.title[locale.language === "en" ? "en" : "zh"] })}</h3>
        <blockquote><qd-token-text .desk=${desk} .text=${words.text} .masks=${masks}></qd-token-text></blockquote>
        <p><button data-testid="use-words" @click=${() => (thread.draft = words.text)}>${t("brief.use_words")}</button></p>
      </section>
    `;
  }

  private get mine(): boolean {
    return this.conversation.owner === "agent" && this.conversation.agent_id === this.desk.session.agent.id;
  }

  private async load(): Promise<void> {
    if (!this.mine) return;
    const { id } = this.conversation;
    try {
      const { items, next } = await this.desk.api.get<CannedList>("/canned", { conversation: id });
      if (id === this.conversation.id) this.words = items.find(({ code }) => code === next) ?? null;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
