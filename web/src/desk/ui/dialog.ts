/** A question in a native modal dialog: form inside, confirm and cancel below. */

import { css, html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { t } from "../i18n";
import { errorText } from "./errors";
import { controls } from "./controls";
import { DeskElement } from "./element";
import { tellLostFocus } from "./focus";

@customElement("qd-dialog")
export class QdDialog extends DeskElement {
  static override styles = [
    controls,
    css`
      dialog { width: min(440px, calc(100vw - 32px)); padding: 18px 20px; color: var(--ink); background: var(--surface); border: 1px solid var(--line); border-radius: 12px; box-shadow: var(--shadow); }
      dialog::backdrop { background: rgb(20 16 10 / 45%); }
      form { display: grid; gap: 14px; }
      .buttons { display: flex; gap: 8px; justify-content: flex-end; }
    `,
  ];

  @property() heading = "";
  /** What confirming does; the dialog stays open where it fails. */
  @property({ attribute: false }) act: () => Promise<void> = () => Promise.resolve();
  @state() private busy = false;
  @state() private error: unknown = null;
  @query("dialog") private readonly dialog!: HTMLDialogElement;

  protected override firstUpdated(): void {
    this.dialog.showModal();
  }

  /** The browser gives the focus back; where it came from may have gone with the answer. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    requestAnimationFrame(tellLostFocus);
  }

  protected override render() {
    return html`
      <dialog aria-labelledby="heading" @close=${this.leave}>
        <form method="dialog" @submit=${this.submit} @keydown=${this.onKey}>
          <h2 id="heading">${this.heading}</h2>
          <slot></slot>
          ${this.error ? html`<p class="error" role="alert">${errorText(this.error)}</p>` : nothing}
          <div class="buttons">
            <button type="button" @click=${() => this.dialog.close()}>${t("app.cancel")}</button>
            <button class="primary" type="submit" data-testid="confirm" ?disabled=${this.busy}>
              ${t("app.confirm")}
            </button>
          </div>
        </form>
      </dialog>
    `;
  }

  private readonly submit = (event: Event) => {
    event.preventDefault();
    void this.run();
  };

  /** A slotted field does not send the form by itself. */
  private readonly onKey = (event: KeyboardEvent) => {
    const [field] = event.composedPath();
    if (event.key !== "Enter" || event.isComposing || !(field instanceof HTMLInputElement)) return;
    event.preventDefault();
    void this.run();
  };

  private async run(): Promise<void> {
    if (this.busy || !this.valid()) return;
    this.busy = true;
    this.error = null;
    try {
      await this.act();
      this.dialog.close();
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }

  /** The fields are slotted in, so that the form's own check does not reach them. */
  private valid(): boolean {
    const fields = this.querySelectorAll<HTMLInputElement>("input, select, textarea");
    return [...fields].every((field) => field.reportValidity());
  }

  private readonly leave = () => this.dispatchEvent(new CustomEvent("leave"));
}
