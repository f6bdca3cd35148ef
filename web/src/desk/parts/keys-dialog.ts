/** Which keys there are. */

import { css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { t } from "../i18n";
import { KEYS } from "../model/keys";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

@customElement("qd-keys-dialog")
export class QdKeysDialog extends DeskElement {
  static override styles = [
    controls,
    css`
      dialog { width: min(400px, calc(100vw - 32px)); padding: 18px 20px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
      dialog::backdrop { background: rgb(20 16 10 / 45%); }
      dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 14px; margin: 14px 0; align-items: center; }
      kbd { display: inline-block; min-width: 26px; padding: 1px 7px; text-align: center; background: var(--sunken); border: 1px solid var(--line-strong); border-radius: 5px; }
      form { text-align: end; }
    `,
  ];

  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override render() {
    return html`
      <dialog aria-labelledby="heading" data-testid="keys" @close=${() => this.dispatchEvent(new CustomEvent("leave"))}>
        <h2 id="heading">${t("keys.title")}</h2>
        <dl>${KEYS.map((key) => html`<dt><kbd>${key}</kbd></dt><dd>${t(`keys.${key}`)}</dd>`)}<dt><kbd>/</kbd></dt><dd>${t("keys.slash")}</dd></dl>
        <form method="dialog"><button class="primary">${t("app.close")}</button></form>
      </dialog>
    `;
  }
}
