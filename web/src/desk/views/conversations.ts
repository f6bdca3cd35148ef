/** List, conversation, brief: three panes, or one at a time on a narrow screen. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
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
      .choose { display: grid; place-items: center; grid-column: 2 / -1; color: var(--muted); }
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
              <qd-side-pane .desk=${desk} .thread=${thread} @back=${() => (this.side = false)} @jumped=${() => (this.side = false)}></qd-side-pane>
            `
          : html`<p class="choose">${t("thread.choose")}</p>`}
        ${nothing}
      </div>
    `;
  }
}
