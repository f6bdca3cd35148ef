/** Messages that no platform would take; a supervisor may try again. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Items, Message } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t } from "../i18n";
import { Debounced } from "../model/debounce";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { tokenStyles } from "../parts/token-text";

@customElement("qd-dead-letters")
export class QdDeadLetters extends DeskElement {
  static override styles = [controls, pageStyles, tokenStyles, css`.card { display: grid; gap: 4px; } .acts { display: flex; gap: 12px; align-items: center; margin-top: 6px; }`];

  @property({ attribute: false }) desk!: Desk;
  @state() private items: readonly Message[] | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const refresh = new Debounced(() => this.load());
    this.onLeave(() => refresh.stop());
    this.onLeave(
      this.desk.listen(({ kind }) => {
        if (kind === "delivery.changed") refresh.call();
      }),
    );
    void this.load();
  }

  protected override render() {
    return html`<div class="page"><h1>${t("dead.title")}</h1>${this.list()}</div>`;
  }

  private list() {
    if (!this.items) return html`<p class="empty">${t("app.loading")}</p>`;
    if (this.items.length === 0) return html`<p class="empty">${t("dead.empty")}</p>`;
    return this.items.map((message) => this.card(message));
  }

  private card(message: Message) {
    const { id, conversation_id, author, agent_name, created_at, text, masks, error, failure } = message;
    return html`
      <div class="card" data-testid="dead-letter" data-id=${id}>
        <p class="small muted">${agent_name ?? t(`author.${author}`)} · ${moment(created_at, locale.language)}</p>
        <p><qd-token-text .desk=${this.desk} .text=${text} .masks=${masks}></qd-token-text></p>
        <p class="small error">${t("dead.error")}: ${failure ? t(`failure.${failure}`) : (error ?? t("app.unknown"))}</p>
        ${failure && error ? html`<p class="small muted" lang="en">${error}</p>` : nothing}
        <p class="acts">
          ${this.desk.may("retry_delivery")
            ? html`<button data-testid="retry" @click=${() => this.retry(id)}>${t("app.retry")}</button>`
            : nothing}
          <a href=${href({ page: "conversations", id: conversation_id })}>${t("dead.open")}</a>
        </p>
      </div>
    `;
  }

  private async retry(id: string): Promise<void> {
    try {
      await this.desk.api.send<Message>("POST", `/deliveries/${encodeURIComponent(id)}/retry`);
      this.items = this.items?.filter((message) => message.id !== id) ?? null;
    } catch (error) {
      this.desk.fail(error);
    }
  }

  private async load(): Promise<void> {
    try {
      this.items = (await this.desk.api.get<Items<Message>>("/deliveries", { state: "dead" })).items;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
