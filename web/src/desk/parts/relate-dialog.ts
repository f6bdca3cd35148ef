/** Says that another case is the same complaint (merge), or of the same matter (link). */

import { html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import type { Case } from "../../shared/desk";
import type { Relations } from "../../shared/relations";
import { t } from "../i18n";
import type { Desk } from "../model/desk";
import { controls } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

export type Relating = "merge" | "link";

@customElement("qd-relate-dialog")
export class QdRelateDialog extends DeskElement {
  static override styles = [controls];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) case!: Case;
  @property({ attribute: false }) relations!: Relations;
  @property() relating: Relating = "merge";
  @query("#other") private readonly other!: HTMLInputElement;
  @query("#more") private readonly more!: HTMLInputElement | null;

  protected override render() {
    const merging = this.relating === "merge";
    return html`
      <qd-dialog
        .heading=${t(merging ? "related.merge_title" : "related.link_title")}
        .act=${this.act}
        @leave=${() => this.dispatchEvent(new CustomEvent("leave"))}
      >
        <p class="muted">${t(merging ? "related.merge_hint" : "related.link_hint")}</p>
        <label>${t(merging ? "related.into" : "related.with")}
          <input id="other" data-testid="relate-other" list="known" required maxlength="60" autocomplete="off" placeholder="QT20261121-0001" />
          <datalist id="known">${this.known().map((number) => html`<option value=${number}></option>`)}</datalist>
        </label>
        ${merging || this.relations.group === null
          ? html`<label>${t(merging ? "related.why" : "related.name")}
              <input id="more" data-testid="relate-more" ?required=${merging} maxlength=${merging ? 500 : 80} />
            </label>`
          : nothing}
      </qd-dialog>
    `;
  }

  /** What is likeliest meant: similar cases, and earlier ones of the same person. */
  private known(): string[] {
    const earlier = this.desk.thread?.detail?.brief?.earlier_cases ?? [];
    const numbers = [...earlier, ...this.relations.similar].map(({ number }) => number);
    return [...new Set(numbers.filter((number) => number !== null))];
  }

  private readonly act = async () => {
    const [other, more] = [this.other.value.trim(), this.more?.value.trim() ?? ""];
    const path = `/cases/${this.case.id}`;
    const detail =
      this.relating === "merge"
        ? await this.desk.api.send<Relations>("PUT", `${path}/merge`, { into: other, why: more })
        : await this.desk.api.send<Relations>("PUT", `${path}/group`, { case: other, name: more });
    this.dispatchEvent(new CustomEvent<Relations>("related", { detail }));
  };
}
