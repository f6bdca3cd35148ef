/** List, conversation, brief: three panes, or one at a time on a narrow screen. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { neighbour, PRESSES, type Key } from "../model/keys";
import { href } from "../model/route";
import type { QdQueueList } from "../parts/queue-list";
import type { QdThreadView } from "../parts/thread-view";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { within } from "../ui/focus";
import { keyHint } from "../ui/key-hint";
import "../parts/queue-list";
import "../parts/side-pane";
import "../parts/thread-view";

@customElement("qd-conversations")
export class QdConversations extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: block; height: 100%; }
      .panes { display: grid; grid-template-columns: minmax(260px, 320px) minmax(0, 1fr) minmax(290px, 360px); height: 100%; }
      .panes > * { min-height: 0; min-width: 0; }
      qd-queue-list { border-inline-end: 1px solid var(--line); }
      qd-side-pane { border-inline-start: 1px solid var(--line); }
      .choose { display: grid; place-content: center; justify-items: center; gap: 14px; grid-column: 2 / -1; color: var(--muted); }
      @media (max-width: 1080px) {
        .panes { grid-template-columns: minmax(240px, 300px) minmax(0, 1fr); }
        qd-side-pane { display: none; }
        .side qd-thread-view { display: none; }
        .side qd-side-pane { display: block; }
      }
      @media (max-width: 760px) {
        .panes { grid-template-columns: minmax(0, 1fr); }
        .choose, .open qd-queue-list { display: none; }
        qd-queue-list, qd-side-pane { border: 0; }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  /** On narrow screens the brief takes the place of the conversation. */
  @state() private side = false;

  @query("qd-queue-list") private readonly list!: QdQueueList;
  @query("qd-thread-view") private readonly shown!: QdThreadView | null;

  /** What a key of the desk does here. */
  onKey(key: Key): void {
    if (key === "j" || key === "k") this.step(key === "j" ? 1 : -1);
    else if (key === "w") this.desk.next();
    else if (key === "b") this.side = !this.side && this.desk.thread !== null;
    else if (key === "r" || key === "n") this.shown?.write(key === "r" ? "reply" : "note");
    else if (key === "f") this.shown?.find();
    else if (key === "e") within(this.renderRoot, '[data-testid^="correct-"]')?.focus();
    else if (PRESSES[key]) within(this.renderRoot, `[data-testid="${PRESSES[key]}"]`)?.click();
    else this.list.show(Number(key) - 1);
  }

  private readonly onWritten = () => {
    this.side = false;
    void this.updateComplete.then(() => this.shown?.write("reply"));
  };

  private step(step: 1 | -1): void {
    const { queue, thread } = this.desk;
    const ids = queue.items.map(({ id }) => id);
    const id = neighbour(ids, thread?.id ?? null, step);
    if (id) location.hash = href({ page: "conversations", id });
  }

  private choose() {
    const { queue } = this.desk;
    this.watch(queue);
    const next = queue.next(null) !== null && this.desk.may("handle_conversations");
    return html`
      <div class="choose">
        <p>${t("thread.choose")}</p>
        ${next ? html`<button data-testid="next" @click=${() => this.desk.next()}>${t("queue.first", { n: queue.count("waiting") })} ${keyHint("w")}</button>` : nothing}
      </div>
    `;
  }

  protected override render() {
    const { desk } = this;
    this.watch(desk);
    const { thread } = desk;
    const classes = `panes${thread ? " open" : ""}${this.side ? " side" : ""}`;
    return html`
      <div class=${classes}>
        <qd-queue-list .desk=${desk} @click=${() => (this.side = false)}></qd-queue-list>
        ${thread
          ? html`
              <qd-thread-view .desk=${desk} .thread=${thread} @brief=${() => (this.side = true)}></qd-thread-view>
              <qd-side-pane .desk=${desk} .thread=${thread} @back=${() => (this.side = false)} @jumped=${() => (this.side = false)} @written=${this.onWritten}></qd-side-pane>
            `
          : this.choose()}
      </div>
    `;
  }
}
