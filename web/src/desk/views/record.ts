/** 登记投诉: a letter, a visit, a call or what others pass on, typed in by people at the desk. */

import { css, html, nothing } from "lit";
import { customElement, property, query } from "lit/decorators.js";
import { MAX_TEXT } from "../../shared/chat";
import { stamp } from "../../shared/times";
import { t, tCode, type TextKey } from "../i18n";
import type { Desk } from "../model/desk";
import { KEEPERS, SOURCES, SPOKEN, type NewCase, type RecordForm } from "../model/recording";
import { href } from "../model/route";
import "../parts/reply-tray";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-record")
export class QdRecord extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    css`
      .page { max-width: 760px; }
      form { display: grid; grid-template-columns: repeat(6, 1fr); gap: 12px; }
      form > * { grid-column: span 3; }
      .third { grid-column: span 2; }
      .whole { grid-column: 1 / -1; }
      textarea { min-height: 150px; }
      .acts { display: flex; flex-wrap: wrap; gap: 10px; align-items: center; }
      [role="status"]:empty { display: none; }
      qd-reply-tray { margin-top: 6px; }
      .made { display: flex; flex-wrap: wrap; gap: 6px 14px; align-items: center; border-color: var(--good); }
      @media (max-width: 760px) { form > *, .third { grid-column: 1 / -1; } }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @query("textarea") private readonly story!: HTMLTextAreaElement;
  @query("input[type=file]") private readonly picker!: HTMLInputElement;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.desk.recording.composing.load();
  }

  protected override render() {
    const { recording } = this.desk;
    this.watch(recording);
    this.watch(recording.composing);
    const { made, begun, busy, complete } = recording;
    return html`
      <div class="page">
        <h1>${t("record.title")}</h1>
        <p class="muted">${t("record.explain")}</p>
        <div role="status" class=${begun ? "hidden" : ""}>${made ? this.made(made, begun) : nothing}</div>
        <form class="card" @submit=${this.submit}>
          ${this.choice("source", SOURCES, (code) => tCode("channel", code))}
          ${this.choice("language", SPOKEN, (code) => tCode("script", code))}
          ${this.choice("keeper", KEEPERS, (code) => t(`record.keeper.${code}`))}
          ${this.line("name")} ${this.line("contact", "record.contact_hint")} ${this.story_()}
          ${this.line("demand", null, "whole")} ${this.line("policy_number", null, "third")} ${this.line("product", null, "third")}
          <label class="third">${t("record.happened_on")}
            <input type="date" data-testid="record-happened_on" max=${stamp(new Date().toISOString()).slice(0, 10)} .value=${recording.form.happened_on} @input=${this.typed("happened_on")} />
          </label>
          <div class="whole">${this.files()}</div>
          <div class="whole acts">
            <button class="primary" data-testid="record-send" ?disabled=${!complete}>${t(busy ? "app.loading" : "record.send")}</button>
            <span class="small muted">${t("record.no_channel")}</span>
          </div>
        </form>
      </div>
    `;
  }

  /** Out of sight once the next one is begun, yet said to the end; what nobody sees is no stop for the keyboard. */
  private made({ conversation_id, case_number, owner }: NewCase, begun: boolean) {
    return html`
      <p class="card made" data-testid="record-made">
        <strong>${t("record.made", { number: case_number ?? "" })}</strong>
        <span class="muted">${t(owner === "agent" ? "record.made_agent" : "record.made_queue")}</span>
        ${begun ? nothing : html`<a href=${href({ page: "conversations", id: conversation_id })}>${t("record.open")}</a>`}
      </p>
    `;
  }

  private choice<Code extends string>(field: keyof RecordForm, codes: readonly Code[], text: (code: Code) => string) {
    const chosen = this.desk.recording.form[field];
    return html`
      <label class="third">${t(`record.${field}` as TextKey)}
        <select data-testid="record-${field}" @change=${this.typed(field)}>
          ${codes.map((code) => html`<option value=${code} ?selected=${code === chosen}>${text(code)}</option>`)}
        </select>
      </label>
    `;
  }

  private line(field: keyof RecordForm, hint: TextKey | null = null, size = "") {
    return html`
      <label class=${size}>${t(`record.${field}` as TextKey)}
        <input data-testid="record-${field}" maxlength="200" autocomplete="off" placeholder=${hint ? t(hint) : nothing} .value=${this.desk.recording.form[field]} @input=${this.typed(field)} />
      </label>
    `;
  }

  private story_() {
    return html`
      <label class="whole">${t("record.text")}
        <textarea data-testid="record-text" maxlength=${MAX_TEXT} required placeholder=${t("record.text_hint")} .value=${this.desk.recording.form.text} @input=${this.typed("text")}></textarea>
      </label>
    `;
  }

  private files() {
    const { composing } = this.desk.recording;
    const { limits } = composing;
    return html`
      <input type="file" multiple hidden data-testid="record-files" accept=${Object.keys(limits?.files?.types ?? {}).join(",")} @change=${this.onFiles} />
      <button type="button" ?disabled=${!limits} @click=${() => this.picker.click()}>${t("record.scan")}</button>
      <qd-reply-tray .composing=${composing}></qd-reply-tray>
    `;
  }

  private typed(field: keyof RecordForm) {
    return (event: Event) => this.desk.recording.write(field, (event.target as HTMLInputElement).value);
  }

  private readonly onFiles = (event: Event) => {
    const field = event.target as HTMLInputElement;
    void this.desk.recording.composing.add([...(field.files ?? [])]);
    field.value = "";
  };

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    const before = this.desk.recording.made;
    await this.desk.recording.send();
    if (this.desk.recording.made === before) return;
    this.renderRoot.querySelector(".page")?.scrollIntoView();
    this.story.focus({ preventScroll: true });
  };
}
