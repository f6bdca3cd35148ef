import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Session } from "../../shared/desk";
import type { HttpApi } from "../api";
import { t } from "../i18n";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { errorText } from "../ui/errors";
import { formStyles } from "./form-styles";
import { languageButton } from "./sign-in";

@customElement("qd-new-password")
export class QdNewPassword extends DeskElement {
  static override styles = [controls, formStyles];

  @property({ attribute: false }) api!: HttpApi;
  /** The one-time password that was typed a moment ago; asked for again after a reload. */
  @property({ attribute: false }) known = "";
  @state() private error: unknown = null;
  @query("#old") private readonly old!: HTMLInputElement | null;
  @query("#new") private readonly fresh!: HTMLInputElement;

  protected override firstUpdated(): void {
    (this.old ?? this.fresh).focus();
  }

  protected override render() {
    return html`
      <form @submit=${this.submit}>
        <div><h1>${t("password.title")}</h1><p class="muted">${t("password.why")}</p></div>
        ${this.known
          ? nothing
          : html`<label>${t("password.old")}
              <input id="old" data-testid="old-password" type="password" autocomplete="current-password" required />
            </label>`}
        <label>${t("password.new")}
          <input id="new" data-testid="new-password" type="password" autocomplete="new-password" minlength="10" required />
        </label>
        ${this.error ? html`<p class="error" role="alert">${errorText(this.error)}</p>` : nothing}
        <button class="primary" data-testid="sign-in-submit">${t("password.submit")}</button>
        ${languageButton()}
      </form>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    this.error = null;
    try {
      const body = { old: this.known || (this.old?.value ?? ""), new: this.fresh.value };
      const detail = await this.api.send<Session>("PUT", "/session/password", body);
      this.dispatchEvent(new CustomEvent("changed", { detail }));
    } catch (error) {
      this.error = error;
    }
  };
}
