import { html, nothing } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { Session } from "../../shared/desk";
import { ApiError, type HttpApi } from "../api";
import { locale, t } from "../i18n";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { errorText } from "../ui/errors";
import { formStyles } from "./form-styles";

/** The password goes along, so that a one-time password need not be typed twice. */
export interface SignedIn {
  session: Session;
  password: string;
}

@customElement("qd-sign-in")
export class QdSignIn extends DeskElement {
  static override styles = [controls, formStyles];

  @property({ attribute: false }) api!: HttpApi;
  @property({ type: Boolean }) expired = false;
  @state() private error: unknown = null;
  @state() private busy = false;
  @query("#username") private readonly username!: HTMLInputElement;
  @query("#password") private readonly password!: HTMLInputElement;

  protected override firstUpdated(): void {
    this.username.focus();
  }

  protected override render() {
    return html`
      <form @submit=${this.submit}>
        <div><p class="brand">倾听 Qingting</p><h1>${t("sign_in.title")}</h1></div>
        ${this.expired && !this.error ? html`<p role="status">${t("sign_in.expired")}</p>` : nothing}
        <label>${t("sign_in.username")}
          <input id="username" data-testid="sign-in-username" autocomplete="username" autocapitalize="none" spellcheck="false" required />
        </label>
        <label>${t("sign_in.password")}
          <input id="password" data-testid="sign-in-password" type="password" autocomplete="current-password" required />
        </label>
        ${this.error ? html`<p class="error" role="alert">${signInError(this.error)}</p>` : nothing}
        <button class="primary" data-testid="sign-in-submit" ?disabled=${this.busy}>${t("sign_in.submit")}</button>
        ${languageButton()}
      </form>
    `;
  }

  private readonly submit = async (event: Event) => {
    event.preventDefault();
    this.busy = true;
    this.error = null;
    try {
      const body = { username: this.username.value.trim(), password: this.password.value };
      const detail = await this.api.send<Session>("POST", "/session", body);
      const signedIn: SignedIn = { session: detail, password: body.password };
      this.dispatchEvent(new CustomEvent("signed-in", { detail: signedIn }));
    } catch (error) {
      this.error = error;
      this.password.select();
    } finally {
      this.busy = false;
    }
  };
}

function signInError(error: unknown): string {
  return error instanceof ApiError && error.status === 401 ? t("sign_in.wrong") : errorText(error);
}

/** Named in the language that it leads to. */
export function languageButton() {
  const other = locale.language === "en" ? "zh-Hans" : "en";
  const toggle = () => (locale.language = other);
  return html`<button class="link foot" type="button" data-testid="language" lang=${other} @click=${toggle}>${t("app.language")}</button>`;
}
