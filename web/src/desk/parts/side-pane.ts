/** The right pane: brief, case, record. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Detail } from "../../shared/desk";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { steerTabs } from "../ui/focus";
import type { Jump } from "../ui/jump";
import { endingText } from "../ui/words";
import "./brief";
import "./case-facts";
import "./events";
import "./relations";

const TABS = ["tab", "case", "events"] as const;

@customElement("qd-side-pane")
export class QdSidePane extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; flex-direction: column; background: var(--surface); overflow-y: auto; }
      .tabs { position: sticky; top: 0; z-index: 1; display: flex; padding: 6px 10px 0; background: var(--surface); border-bottom: 1px solid var(--line); }
      .tabs button { min-height: 38px; background: none; border: 0; border-bottom: 2px solid transparent; border-radius: 4px 4px 0 0; color: var(--muted); }
      .tabs button[aria-selected="true"] { color: var(--accent); border-bottom-color: var(--accent); font-weight: 600; }
      .list { display: flex; }
      .back { display: none; }
      .matter { display: flex; gap: 10px; align-items: center; padding: 8px 16px; border-bottom: 1px solid var(--line); white-space: nowrap; }
      .matter.earlier { background: var(--note); }
      .matter select { margin: 0; }
      .ended { padding: 8px 16px; background: var(--sunken); border-bottom: 1px solid var(--line); }
      @media (max-width: 1080px) { .tabs .back { display: inline-block; color: var(--accent); } }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @state() private tab: (typeof TABS)[number] = "tab";

  protected override render() {
    const { desk, thread } = this;
    this.watch(thread);
    const tabs = TABS.filter((tab) => tab !== "events" || desk.may("read_audit"));
    return html`
      <div class="tabs">
        <button class="back" type="button" @click=${() => this.dispatchEvent(new CustomEvent("back"))}>‹ ${t("app.back")}</button>
        <div class="list" role="tablist" aria-label=${t("brief.label")} @keydown=${steerTabs}>${tabs.map(
          (tab) => html`
            <button role="tab" data-testid="side-${tab}" aria-selected=${tab === this.tab} tabindex=${tab === this.tab ? 0 : -1} @click=${() => (this.tab = tab)}>
              ${t(`brief.${tab}`)}
            </button>
          `,
        )}</div>
      </div>
      <div role="tabpanel" aria-label=${t(`brief.${this.tab}`)} @jump=${this.onJump}>${this.panel()}</div>
    `;
  }

  private panel() {
    const { desk, thread } = this;
    if (!thread.detail) return nothing;
    if (this.tab === "events") return html`<qd-events .desk=${desk} .thread=${thread}></qd-events>`;
    const { brief, case: kase, conversation } = thread.detail;
    const matters = [this.matters(conversation.episode), this.ended(thread.detail)];
    const facts = html`<qd-case-facts .desk=${desk} .thread=${thread} .case=${kase}></qd-case-facts>`;
    if (this.tab === "case") return [matters, facts, kase ? html`<qd-relations .desk=${desk} .thread=${thread} .case=${kase}></qd-relations>` : nothing];
    return html`
      ${matters}
      ${brief ? html`<qd-brief
            data-testid="brief"
            .desk=${desk}
            .thread=${thread}
            .brief=${brief}
            .case=${kase}
            .conversation=${conversation}
          ></qd-brief>` : nothing}
      ${facts}
    `;
  }

  /** Where there were several, an earlier one can be read again, and what was judged in it corrected. */
  private matters(present: number) {
    if (present < 2) return nothing;
    const shown = this.thread.episode ?? present;
    const all = Array.from({ length: present }, (_, place) => present - place);
    return html`
      <label class="matter ${shown < present ? "earlier" : ""}">${t("brief.matter")}
        <select data-testid="episode" @change=${this.onMatter}>
          ${all.map((n) => html`<option value=${n} ?selected=${n === shown}>${t("thread.episode", { n })}${n === present ? t("brief.present") : ""}</option>`)}
        </select>
      </label>
    `;
  }

  /** How the matter that is shown was closed. */
  private ended({ ended }: Detail) {
    if (!ended) return nothing;
    return html`<p class="ended" data-testid="matter-ended"><strong>${t(`outcome.${ended.outcome}`)}</strong> <span class="muted">${endingText(ended)}</span></p>`;
  }

  private readonly onMatter = (event: Event) => {
    const chosen = Number((event.target as HTMLSelectElement).value);
    const present = this.thread.detail?.conversation.episode;
    void this.thread.lookAt(chosen === present ? null : chosen);
  };

  private readonly onJump = (event: CustomEvent<Jump>) => {
    this.dispatchEvent(new CustomEvent("jumped"));
    const { seq, words } = event.detail;
    requestAnimationFrame(() => this.thread.jump(seq, words));
  };
}
