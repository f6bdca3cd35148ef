/** The case file: to be read, printed, or kept as one HTML file. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { CaseFile } from "../../shared/case-file";
import { locale, t } from "../i18n";
import type { Desk } from "../model/desk";
import { href } from "../model/route";
import { caseFileStyles } from "../parts/case-file-styles";
import { paper } from "../parts/case-file-paper";
import { controls, pageStyles } from "../ui/controls";
import "../ui/dialog";
import { DeskElement } from "../ui/element";

@customElement("qd-case-file")
export class QdCaseFile extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    caseFileStyles,
    css`
      .page { max-width: 860px; }
      .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
      .sheet { padding: 28px 34px; background: #fff; border: 1px solid var(--line); border-radius: 4px; box-shadow: var(--shadow); overflow-x: auto; }
      @media (max-width: 760px) { .sheet { padding: 16px 14px; } }
      @media print {
        :host { height: auto; overflow: visible; }
        .page { display: block; max-width: none; padding: 0; }
        .head { display: none; }
        .sheet { padding: 0; border: 0; box-shadow: none; }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property() case = "";
  @state() private file: CaseFile | null = null;
  @state() private asking = false;
  @query(".file") private readonly sheet!: HTMLElement;
  @query("#reason") private readonly reason!: HTMLInputElement;

  protected override willUpdate(changed: Map<string, unknown>): void {
    if (changed.has("case")) void this.load();
  }

  protected override render() {
    this.watch(this.desk);
    const { file, desk } = this;
    if (!file) return html`<p class="empty">${t("app.loading")}</p>`;
    const { names } = desk;
    return html`
      <div class="page">
        <div class="head">
          <a href=${href({ page: "conversations", id: file.case.conversation_id })}>‹ ${t("case.open")}</a>
          <span class="buttons">
            ${desk.may("reveal") && Object.keys(file.values).length === 0
              ? html`<button data-testid="file-reveal" @click=${() => (this.asking = true)}>${t("file_of.reveal")}</button>`
              : nothing}
            <button data-testid="file-save" @click=${this.save}>${t("file_of.save")}</button>
            <button class="primary" data-testid="file-print" @click=${() => window.print()}>${t("file_of.print")}</button>
          </span>
        </div>
        <div class="sheet">${paper(file, names)}</div>
      </div>
      ${this.asking
        ? html`<qd-dialog .heading=${t("file_of.reveal")} .act=${this.reveal} @leave=${() => (this.asking = false)}>
            <label>${t("reveal.reason")}<input id="reason" data-testid="reveal-reason" required maxlength="200" /></label>
          </qd-dialog>`
        : nothing}
    `;
  }

  private readonly reveal = async () => {
    const reason = this.reason.value.trim();
    this.file = await this.desk.api.send<CaseFile>("POST", `/cases/${this.case}/file`, { reason });
  };

  /** As it stands there, with its styles and nothing else. */
  private readonly save = () => {
    const name = this.file?.case.number ?? this.case;
    const text = standalone(this.sheet, name);
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/html" }));
    link.download = `${name}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href));
  };

  private async load(): Promise<void> {
    const wanted = this.case;
    this.file = null;
    try {
      const [file] = await Promise.all([
        this.desk.api.get<CaseFile>(`/cases/${wanted}/file`),
        this.desk.loadAgents(),
      ]);
      if (wanted === this.case) this.file = file;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}

/** A page of its own, whose head says that a program wrote in it (生成合成内容标识办法, Art. 5); what Lit left in the markup for itself is taken out. */
export function standalone(sheet: HTMLElement, title: string): string {
  const copy = sheet.cloneNode(true) as HTMLElement;
  const comments = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const gone: Node[] = [];
  while (comments.nextNode()) gone.push(comments.currentNode);
  for (const node of gone) node.parentNode?.removeChild(node);
  const page = "body { max-width: 800px; margin: 24px auto; padding: 0 16px; } @page { size: A4; margin: 16mm 14mm; }";
  return `<!doctype html>
<html lang="${locale.language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<meta name="AIGC" content='${JSON.stringify({ Label: "1", ContentProducer: "Qingting", ProduceID: title })}'>
<style>${caseFileStyles.cssText}${page}</style></head>
<body>${copy.outerHTML}</body>
</html>
`;
}
