/** Which keys there are. */

import { css, html } from "lit";
import { customElement, query } from "lit/decorators.js";
import { t, type TextKey } from "../i18n";
import { areKeysOn, KEYS, switchKeys } from "../model/keys";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";

/** These belong to the field that is written in, and stay when the letters are switched off. */
const WRITING: readonly [string, TextKey][] = [
  ["Enter", "keys.enter"],
  ["Shift+Enter", "keys.line"],
  ["/", "keys.slash"],
  ["@", "keys.at"],
  ["↑ ↓", "keys.arrows"],
  ["Esc", "keys.escape"],
];

@customElement("qd-keys-dialog")
export class QdKeysDialog extends DeskElement {
  static override styles = [
    controls,
    css`
      dialog { width: min(560px, calc(100vw - 32px)); padding: 18px 20px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
      dialog::backdrop { background: rgb(20 16 10 / 45%); }
      dl { display: grid; grid-template-columns: auto 1fr; gap: 6px 14px; margin: 14px 0; align-items: center; }
      kbd { min-width: 26px; padding: 1px 7px; font-size: inherit; color: inherit; }
      .switch { display: flex; gap: 8px; align-items: center; margin-top: 12px; }
      .switch input { width: auto; min-height: 0; }
      .off { opacity: 0.55; }
      @media (min-width: 560px) { dl { grid-template-columns: auto 1fr auto 1fr; } }
      form { text-align: end; }
    `,
  ];

  @query("dialog") private readonly dialog!: HTMLDialogElement;

  private readonly onSwitch = (event: Event) => {
    switchKeys((event.target as HTMLInputElement).checked);
    this.requestUpdate();
  };

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  protected override render() {
    return html`
      <dialog aria-labelledby="heading" data-testid="keys" @close=${() => this.dispatchEvent(new CustomEvent("leave"))}>
        <h2 id="heading">${t("keys.title")}</h2>
        <label class="switch"><input type="checkbox" data-testid="keys-on" .checked=${areKeysOn()} @change=${this.onSwitch} /> ${t("keys.on")}</label>
        <dl class=${areKeysOn() ? "" : "off"}>${KEYS.map((key) => html`<dt><kbd>${key}</kbd></dt><dd>${t(`keys.${key}`)}</dd>`)}</dl>
        <h3>${t("keys.writing")}</h3>
        <dl>${WRITING.map(([key, words]) => html`<dt><kbd>${key}</kbd></dt><dd>${t(words)}</dd>`)}</dl>
        <form method="dialog"><button class="primary">${t("app.close")}</button></form>
      </dialog>
    `;
  }
}
