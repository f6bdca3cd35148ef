import { css, html, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Conversation } from "../../shared/desk";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { Finding } from "../model/finding";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { icons } from "../ui/icons";
import { keyHint } from "../ui/key-hint";
import { customerText, endingText, ownerText } from "../ui/words";
import type { QdFindBar } from "./find-bar";
import "./find-bar";
import type { Mode, QdReply } from "./reply";
import "./reply";
import "./reply-signs";
import "./thread-actions";
import "./transcript";

@customElement("qd-thread-view")
export class QdThreadView extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; flex-direction: column; }
      header { display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; min-height: 52px; padding: 8px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
      .name { flex: 1 1 150px; min-width: 0; }
      .name p { font-size: 12px; color: var(--muted); }
      .name p span { white-space: nowrap; }
      qd-transcript { flex: 1; }
      .note { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; justify-content: center; padding: 8px 16px; text-align: center; background: var(--surface); border-top: 1px solid var(--line); color: var(--muted); }
      .mention { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; justify-content: center; padding: 8px 16px; background: var(--note); border-top: 1px solid var(--note-line); }
      .find { display: inline-grid; place-items: center; padding: 4px 8px; }
      .back, .brief { display: none; }
      @media (max-width: 1080px) { .brief { display: inline-block; } }
      @media (max-width: 760px) {
        header { padding: 6px 10px; gap: 6px; }
        .back { display: inline-grid; place-items: center; min-height: 40px; padding: 0 8px; text-decoration: none; }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;

  /** Words are looked for in this conversation. */
  @state() private finding: Finding | null = null;

  @query("qd-reply") private readonly reply!: QdReply | null;
  @query("qd-transcript") private readonly log!: HTMLElement | null;
  @query("qd-find-bar") private readonly bar!: QdFindBar | null;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("thread")) this.finding = null;
  }

  protected override render() {
    const { desk, thread } = this;
    this.watch(thread);
    const conversation = thread.detail?.conversation;
    if (!conversation) {
      return html`<p class="empty">${t(thread.missing ? "error.not_found" : "app.loading")}</p>`;
    }
    return html`
      ${this.head(conversation)}
      ${this.finding ? html`<qd-find-bar .finding=${this.finding} @leave=${this.leaveFinding}></qd-find-bar>` : nothing}
      <qd-transcript .desk=${desk} .thread=${thread}></qd-transcript>
      ${conversation.mentioned ? this.mention() : nothing} ${this.aside(conversation)} ${this.foot(conversation)}
    `;
  }

  private head(conversation: Conversation) {
    const { channel, case_number, level, ended } = conversation;
    const name = this.thread.detail && customerText(this.thread.detail);
    return html`
      <header>
        <a class="back" href="#/">‹ ${t("app.back")}</a>
        <div class="name">
          <h2>
            ${name ? html`<span data-testid="customer">${name}</span> · ` : nothing}${ownerText(conversation, this.desk)}
            ${ended ? html`<span class="chip" data-testid="outcome">${t(`outcome.${ended.outcome}`)}</span>` : nothing}
            ${level === "major" ? html`<span class="chip bad">${t("queue.major")}</span>` : nothing}
          </h2>
          <p>
            ${tCode("channel", channel)} · <span>${case_number ?? t("case.no_number")}</span> ·
            <span>${t("thread.episode", { n: conversation.episode })}${this.recorded(conversation)}</span>
            ${ended ? html` · <span data-testid="ended-by">${endingText(ended)}</span>` : nothing}
          </p>
        </div>
        <button class="find" data-testid="find" aria-label=${t("find.label")} title=${t("find.label")} @click=${this.find}>${icons.find}</button>
        <button class="brief" @click=${() => this.dispatchEvent(new CustomEvent("brief"))}>${t("thread.brief")}</button>
        <qd-thread-actions .desk=${this.desk} .thread=${this.thread} .conversation=${conversation} @settled=${this.goOn}></qd-thread-actions>
      </header>
    `;
  }

  private recorded({ recorded_by }: Conversation): string {
    if (!recorded_by) return "";
    const name = this.desk.agents.find(({ id }) => id === recorded_by)?.display_name ?? t("author.agent");
    return ` · ${t("record.by", { name })}`;
  }

  readonly find = () => {
    if (this.finding) this.bar?.focus();
    else this.finding = new Finding(this.thread, (text) => this.desk.search.spellings(text));
  };

  private readonly leaveFinding = () => {
    this.finding = null;
    void this.updateComplete.then(() => this.log?.focus());
  };

  write(mode: Mode): void {
    this.reply?.write(mode);
  }

  private readonly goOn = () => this.write("reply");

  private isOwn({ owner, agent_id }: Conversation): boolean {
    return owner === "agent" && agent_id === this.desk.session.agent.id;
  }

  private foot(conversation: Conversation) {
    const own = this.isOwn(conversation);
    return html`
      <qd-reply-signs .desk=${this.desk} .thread=${this.thread}></qd-reply-signs>
      ${own ? nothing : html`<p class="note"><span data-testid="held">${this.held(conversation)}</span> ${this.next(conversation)}</p>`}
      ${this.desk.may("handle_conversations")
        ? html`<qd-reply .desk=${this.desk} .thread=${this.thread} .own=${own && !conversation.recorded_by} @left=${() => this.log?.focus()}></qd-reply>`
        : nothing}
    `;
  }

  /** What there is to do when nothing is left to do here. */
  private next({ owner }: Conversation) {
    const { queue } = this.desk;
    this.watch(queue);
    if (owner === "queue" || !queue.next(this.thread.id) || !this.desk.may("handle_conversations")) return nothing;
    return html`<button data-testid="next" @click=${() => this.desk.next()}>${t("queue.next", { n: queue.count("waiting") })} ${keyHint("w")}</button>`;
  }

  /** Why one cannot write here. */
  private held({ owner, agent_name }: Conversation): string {
    if (owner === "closed") return t("thread.read_only");
    if (owner !== "agent") return t("thread.not_yours");
    const name = agent_name ?? t("author.agent");
    return t(this.desk.may("take_over") ? "held.supervisor" : "held.by", { name });
  }

  /** Until when it is out of the way. */
  private aside(conversation: Conversation) {
    const { aside_until } = conversation;
    if (!aside_until) return nothing;
    return html`
      <p class="mention" role="status" data-testid="aside-line">
        ${t("aside.line", { time: moment(aside_until, locale.language) })}
        ${this.isOwn(conversation) ? html`<button data-testid="aside-end" @click=${this.endAside}>${t("aside.end")}</button>` : nothing}
      </p>
    `;
  }

  private readonly endAside = () => this.thread.putAside(null).catch(this.desk.fail);

  /** Until the person says so, the conversation stays among their own. */
  private mention() {
    return html`
      <p class="mention" role="status" data-testid="mention">
        ${t("note.mentioned")}
        <button data-testid="seen" @click=${() => this.thread.notes.seen()}>${t("note.seen")}</button>
      </p>
    `;
  }
}
