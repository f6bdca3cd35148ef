/** 接管, 稍后处理, 约回电, 转接, 交还机器人, 结束, 重新打开: only what is possible now is offered. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Conversation } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { focusIsLost, isWriting } from "../ui/focus";
import { icons } from "../ui/icons";
import "./aside-dialog";
import "./call-dialog";
import "./close-dialog";
import "./reason-dialog";
import "./transfer-dialog";

type Asking = "take-over" | "aside" | "call" | "transfer" | "return" | "close" | "reopen";

@customElement("qd-thread-actions")
export class QdThreadActions extends DeskElement {
  static override styles = [controls, css`:host { display: flex; flex-wrap: wrap; gap: 6px; } .later { display: inline-grid; place-items: center; padding: 4px 8px; } @media (max-width: 760px) { :host { gap: 4px; } button { padding: 4px 7px; } }`];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) conversation!: Conversation;
  @state() private asking: Asking | null = null;
  @state() private busy = false;

  protected override render() {
    this.watch(this.thread);
    const { owner, recorded_by } = this.conversation;
    if (!this.desk.may("handle_conversations")) return nothing;
    if (owner === "closed") return html`${this.reopenable ? this.button("reopen") : nothing} ${this.dialog()}`;
    const { mine } = this;
    const assignable = owner === "queue" && this.desk.may("take_over");
    const claimable = !mine && (owner !== "agent" || this.desk.may("take_over"));
    return html`
      ${claimable
        ? html`<button class="primary" data-testid="claim" ?disabled=${this.busy} @click=${this.claim}>${t("thread.claim")}</button>`
        : nothing}
      ${assignable ? html`<button data-testid="transfer" @click=${() => (this.asking = "transfer")}>${t("thread.assign")}</button>` : nothing}
      ${mine ? [this.later(), this.button("call"), this.button("transfer"), recorded_by ? nothing : this.button("return"), this.button("close")] : nothing} ${this.dialog()}
    `;
  }

  private get mine(): boolean {
    const { owner, agent_id } = this.conversation;
    return owner === "agent" && agent_id === this.desk.session.agent.id;
  }

  /** Who had it last takes it up again, or who may take over. */
  private get reopenable(): boolean {
    return this.desk.may("take_over") || this.thread.hands.at(-1)?.agent_id === this.desk.session.agent.id;
  }

  private later() {
    return html`<button class="later" data-testid="aside" aria-label=${t("aside.title")} title=${t("aside.title")} @click=${() => (this.asking = "aside")}>${icons.later}</button>`;
  }

  private button(asking: "call" | "transfer" | "return" | "close" | "reopen") {
    return html`<button data-testid=${asking} @click=${() => (this.asking = asking)}>${t(`thread.${asking}`)}</button>`;
  }

  private dialog() {
    const leave = () => (this.asking = null);
    const taken = () => {
      leave();
      if (this.mine) this.goOn();
    };
    const { thread } = this;
    const name = this.conversation.agent_name ?? "";
    switch (this.asking) {
      case "take-over":
        return html`<qd-reason-dialog .heading=${t("take_over.title", { name })} .hint=${t("take_over.hint", { name })} .asked=${t("take_over.reason")} hook="take-over-reason" .act=${(why: string) => thread.takeOver(why)} @leave=${taken}></qd-reason-dialog>`;
      case "transfer":
        return html`<qd-transfer-dialog .desk=${this.desk} .thread=${thread} .waits=${this.conversation.owner === "queue"} @leave=${leave}></qd-transfer-dialog>`;
      case "return":
        return html`<qd-reason-dialog .heading=${t("return.title")} .hint=${t("return.hint")} .asked=${t("return.reason")} hook="return-reason" .act=${(why: string) => thread.giveBack(why)} @leave=${leave}></qd-reason-dialog>`;
      case "reopen":
        return html`<qd-reason-dialog .heading=${t("reopen.title")} .hint=${t("reopen.hint")} .asked=${t("reopen.reason")} hook="reopen-reason" .act=${(why: string) => thread.reopen(why)} @leave=${taken}></qd-reason-dialog>`;
      case "aside":
        return html`<qd-aside-dialog .thread=${thread} @leave=${leave}></qd-aside-dialog>`;
      case "call":
        return html`<qd-call-dialog .desk=${this.desk} .thread=${thread} @leave=${leave}></qd-call-dialog>`;
      case "close":
        return html`<qd-close-dialog .thread=${thread} @leave=${leave}></qd-close-dialog>`;
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
      this.desk.followTaken();
    } catch (error) {
      this.desk.fail(error);
      this.desk.queue.refresh();
    } finally {
      this.busy = false;
      void this.settle();
    }
  };

  /** Who has taken it answers next; the keyboard goes on in the reply, unless somebody writes elsewhere. */
  private async settle(): Promise<void> {
    await new Promise(requestAnimationFrame);
    if (this.mine ? !isWriting() : focusIsLost()) this.goOn();
  }

  private goOn(): void {
    this.dispatchEvent(new CustomEvent("settled"));
  }
}
