/** 接管, 转接, 交还机器人, 结束: only what is possible now is offered. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Conversation } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { focusIsLost } from "../ui/focus";
import "./close-dialog";
import "./return-dialog";
import "./take-over-dialog";
import "./transfer-dialog";

type Asking = "take-over" | "transfer" | "return" | "close";

@customElement("qd-thread-actions")
export class QdThreadActions extends DeskElement {
  static override styles = [controls, css`:host { display: flex; flex-wrap: wrap; gap: 6px; }`];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) conversation!: Conversation;
  @state() private asking: Asking | null = null;
  @state() private busy = false;

  protected override render() {
    const { owner, agent_id, recorded_by } = this.conversation;
    if (!this.desk.may("handle_conversations") || owner === "closed") return nothing;
    const mine = owner === "agent" && agent_id === this.desk.session.agent.id;
    const assignable = owner === "queue" && this.desk.may("take_over");
    const claimable = !mine && (owner !== "agent" || this.desk.may("take_over"));
    return html`
      ${claimable
        ? html`<button class="primary" data-testid="claim" ?disabled=${this.busy} @click=${this.claim}>${t("thread.claim")}</button>`
        : nothing}
      ${assignable ? html`<button data-testid="transfer" @click=${() => (this.asking = "transfer")}>${t("thread.assign")}</button>` : nothing}
      ${mine ? [this.button("transfer"), recorded_by ? nothing : this.button("return"), this.button("close")] : nothing} ${this.dialog()}
    `;
  }

  private button(asking: "transfer" | "return" | "close") {
    return html`<button data-testid=${asking} @click=${() => (this.asking = asking)}>${t(`thread.${asking}`)}</button>`;
  }

  private dialog() {
    const leave = () => (this.asking = null);
    switch (this.asking) {
      case "take-over":
        return html`<qd-take-over-dialog .thread=${this.thread} .name=${this.conversation.agent_name ?? ""} @leave=${leave}></qd-take-over-dialog>`;
      case "transfer":
        return html`<qd-transfer-dialog .desk=${this.desk} .thread=${this.thread} .waits=${this.conversation.owner === "queue"} @leave=${leave}></qd-transfer-dialog>`;
      case "return":
        return html`<qd-return-dialog .thread=${this.thread} @leave=${leave}></qd-return-dialog>`;
      case "close":
        return html`<qd-close-dialog .thread=${this.thread} @leave=${leave}></qd-close-dialog>`;
      default:
        return nothing;
    }
  }

  private readonly claim = async () => {
    if (this.conversation.owner === "agent") {
      this.asking = "take-over";
      return;
    }
    this.busy = true;
    try {
      await this.thread.claim();
    } catch (error) {
      this.desk.fail(error);
      this.desk.queue.refresh();
    } finally {
      this.busy = false;
      void this.settle();
    }
  };

  /** The button that has done its work is gone; the keyboard goes on in the reply. */
  private async settle(): Promise<void> {
    await new Promise(requestAnimationFrame);
    if (focusIsLost()) this.dispatchEvent(new CustomEvent("settled"));
  }
}
