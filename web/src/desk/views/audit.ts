/** The event log as the audit trail: narrowed, newest first, page by page, as a file. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import { EVENT_KINDS, type AuditPage } from "../../shared/audit";
import type { DeskEvent } from "../../shared/desk";
import { seconds } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import { auditQuery, exportAddress, NO_AUDIT_FILTER, type AuditFilter } from "../model/audit";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { actorText, details, kindText } from "../ui/event-words";
import { stacked } from "../ui/stacked";

@customElement("qd-audit")
export class QdAudit extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    stacked,
    css`
      form { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(170px, 100%), 1fr)); gap: 10px; align-items: end; }
      .buttons { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; }
      a.button { display: inline-grid; align-items: center; min-height: 34px; padding: 4px 13px; border: 1px solid var(--line-strong); border-radius: 7px; text-decoration: none; color: inherit; background: var(--surface); }
      td.time, td.who { white-space: nowrap; }
      td.more { font-size: 13px; overflow-wrap: anywhere; }
      td.more > span { display: inline-block; margin-inline-end: 14px; }
      .foot { text-align: center; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private items: readonly DeskEvent[] | null = null;
  @state() private next: number | null = null;
  @state() private filter: AuditFilter = NO_AUDIT_FILTER;

  override connectedCallback(): void {
    super.connectedCallback();
    this.desk.loadAgents().catch(this.desk.fail);
    void this.load(NO_AUDIT_FILTER);
  }

  protected override render() {
    this.watch(this.desk);
    this.watch(this.desk.people);
    return html`
      <div class="page">
        <h1>${t("audit.title")}</h1>
        ${this.form()}
        <p class="small muted">${t("audit.note")}</p>
        ${this.list()}
      </div>
    `;
  }

  private form() {
    return html`
      <form class="card" @submit=${this.search} @reset=${this.clear}>
        <label>${t("audit.person")}
          <select name="agent_id" data-testid="audit-person">
            <option value="">${t("audit.all")}</option>
            ${this.desk.agents.map(({ id, display_name }) => html`<option value=${id}>${display_name}</option>`)}
          </select>
        </label>
        <label>${t("audit.case")}<input name="case" data-testid="audit-case" maxlength="200" autocomplete="off" spellcheck="false" /></label>
        <label>${t("audit.kind")}
          <select name="kind" data-testid="audit-kind">
            <option value="">${t("audit.all")}</option>
            ${EVENT_KINDS.map((kind) => html`<option value=${kind}>${tCode("event", kind)}</option>`)}
          </select>
        </label>
        <label>${t("audit.since")}<input name="since" data-testid="audit-since" type="datetime-local" /></label>
        <label>${t("audit.until")}<input name="until" type="datetime-local" /></label>
        <div class="buttons">
          <button class="primary" data-testid="audit-search">${t("audit.search")}</button>
          <button type="reset">${t("audit.clear")}</button>
          <a class="button" data-testid="audit-export" href=${exportAddress(this.filter)} download>${t("audit.export")}</a>
        </div>
      </form>
    `;
  }

  private list() {
    if (!this.items) return html`<p class="empty">${t("app.loading")}</p>`;
    if (this.items.length === 0) return html`<p class="empty">${t("events.empty")}</p>`;
    const { names } = this.desk;
    const headings = ["time", "who", "what", "details"] as const;
    return html`
      <div class="scroll">
        <table class="stacked">
          <thead><tr>${headings.map((name) => html`<th scope="col">${t(`audit.${name}`)}</th>`)}<th></th></tr></thead>
          <tbody>${this.items.map((event) => this.row(event, names))}</tbody>
        </table>
      </div>
      ${this.next === null ? nothing : html`<p class="foot"><button data-testid="audit-more" @click=${this.more}>${t("audit.more")}</button></p>`}
    `;
  }

  private row(event: DeskEvent, names: ReadonlyMap<string, string>) {
    const { id, at, kind, actor, conversation_id } = event;
    return html`
      <tr data-testid="audit-row" data-kind=${kind} data-id=${id}>
        <td class="time"><time datetime=${at}>${seconds(at, locale.language)}</time></td>
        <td class="who">${actorText(actor, names)}</td>
        <td>${kindText(kind)}</td>
        <td class="more wide">${details(event, names).map(({ key, value }) => html`<span><span class="muted">${tCode("data", key)}</span> ${value}</span>`)}</td>
        ${conversation_id ? html`<td class="actions"><a href=${href({ page: "conversations", id: conversation_id })}>${t("audit.open")}</a></td>` : html`<td></td>`}
      </tr>
    `;
  }

  private readonly search = (event: SubmitEvent) => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const value = (name: keyof AuditFilter) => {
      const given = data.get(name);
      return typeof given === "string" ? given.trim() : "";
    };
    void this.load({
      ...{ agent_id: value("agent_id"), case: value("case"), kind: value("kind") },
      ...{ since: value("since"), until: value("until") },
    });
  };

  private readonly clear = () => void this.load(NO_AUDIT_FILTER);

  private readonly more = () => void this.load(this.filter, this.next);

  private async load(filter: AuditFilter, before: number | null = null): Promise<void> {
    this.filter = filter;
    try {
      const page = await this.desk.api.get<AuditPage>("/audit", { ...auditQuery(filter), ...(before === null ? {} : { before }) });
      if (this.filter !== filter) return;
      this.items = before === null ? page.items : [...(this.items ?? []), ...page.items];
      this.next = page.before;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
