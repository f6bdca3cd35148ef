/** What a case was merged with, the group it is in, and cases like it. */

import { html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Case, EarlierCase } from "../../shared/desk";
import type { Relations } from "../../shared/relations";
import { moment } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import type { Thread } from "../model/thread";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { sideStyles } from "../ui/side-styles";
import { masked } from "../ui/tokens";
import "./relate-dialog";
import type { Relating } from "./relate-dialog";

@customElement("qd-relations")
export class QdRelations extends DeskElement {
  static override styles = [controls, sideStyles];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) thread!: Thread;
  @property({ attribute: false }) case!: Case;
  @state() private relations: Relations | null = null;
  @state() private relating: Relating | null = null;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (!changed.has("case")) return;
    const before = changed.get("case") as Case | undefined;
    const { id, updated_at, facts } = this.case;
    if (before?.id !== id || before.updated_at !== updated_at || before.facts.length !== facts.length) void this.load();
  }

  protected override render() {
    const { relations, case: kase } = this;
    if (!relations) return nothing;
    const { into, why, merged, group, members, similar } = relations;
    const may = this.desk.may("handle_conversations");
    const others = members.filter(({ id }) => id !== kase.id);
    return html`
      <section data-testid="relations">
        <h3>${t("related.title")}</h3>
        ${into
          ? html`<div data-testid="merged-into"><p class="bad">${t("related.merged_into")}</p>
              <ul>${this.row(into)}</ul>
              ${why ? html`<p class="small muted">${masked(why, this.thread.detail?.brief?.masks ?? {})}</p>` : nothing}
              ${may ? html`<button class="link small" data-testid="unmerge" @click=${() => this.act("DELETE", "merge")}>${t("related.unmerge")}</button>` : nothing}
            </div>`
          : nothing}
        ${merged.length > 0 ? html`<p class="small muted">${t("related.merged")}</p><ul data-testid="merged">${merged.map((one) => this.row(one))}</ul>` : nothing}
        ${group !== null
          ? html`<p class="small muted">${t("related.group", { n: members.length })} <strong>${group}</strong>
                ${may ? html`<button class="link small" data-testid="unlink" @click=${() => this.act("DELETE", "group")}>${t("related.unlink")}</button>` : nothing}</p>
              <ul data-testid="group">${others.map((one) => this.row(one))}</ul>`
          : nothing}
        ${similar.length > 0
          ? html`<p class="small muted">${t("related.similar", { n: 90 })}</p>
              <ul data-testid="similar">${similar.map((one) => this.row(one, one.shared))}</ul>`
          : nothing}
        ${into === null && merged.length + members.length + similar.length === 0 ? html`<p class="muted">${t("related.none")}</p>` : nothing}
        ${may
          ? html`<p class="tags">
              ${into === null ? html`<button data-testid="merge" @click=${() => (this.relating = "merge")}>${t("related.merge")}</button>` : nothing}
              <button data-testid="link" @click=${() => (this.relating = "link")}>${t("related.link")}</button>
            </p>`
          : nothing}
      </section>
      ${this.relating
        ? html`<qd-relate-dialog
            .desk=${this.desk}
            .case=${kase}
            .relations=${relations}
            .relating=${this.relating}
            @related=${(event: CustomEvent<Relations>) => (this.relations = event.detail)}
            @leave=${() => (this.relating = null)}
          ></qd-relate-dialog>`
        : nothing}
    `;
  }

  private row({ conversation_id, number, state: now, level, created_at }: EarlierCase, shared: readonly string[] = []) {
    const name = number ?? t("case.no_number");
    return html`
      <li data-testid="related-case">
        <a href=${href({ page: "conversations", id: conversation_id })} aria-label=${t("brief.open_earlier", { number: name })}>${name}</a>
        <span class="chip">${t(`case_state.${now}`)}</span>
        ${level === "major" ? html`<span class="chip bad">${t("level.major")}</span>` : nothing}
        ${shared.map((what) => html`<span class="chip warn">${what === "cause" ? t("cause.label") : tCode("fact", what)}</span> `)}
        <span class="small muted">${moment(created_at, locale.language)}</span>
      </li>
    `;
  }

  private async act(method: "DELETE", what: "merge" | "group"): Promise<void> {
    try {
      this.relations = await this.desk.api.send<Relations>(method, `/cases/${this.case.id}/${what}`);
    } catch (error) {
      this.desk.fail(error);
      await this.load();
    }
  }

  private async load(): Promise<void> {
    const { id } = this.case;
    try {
      const relations = await this.desk.api.get<Relations>(`/cases/${id}/relations`);
      if (id === this.case.id) this.relations = relations;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}
