/** The whole desk: sign-in, forced password change, then the views. */

import { css, html, nothing } from "lit";
import { customElement, query, state } from "lit/decorators.js";
import type { Session } from "../shared/desk";
import { ApiError, HttpApi } from "./api";
import { locale, t } from "./i18n";
import { Desk } from "./model/desk";
import { keyOf } from "./model/keys";
import { href, readRoute, type Route } from "./model/route";
import { theme } from "./model/theme";
import "./parts/assigned";
import "./parts/keys-dialog";
import { controls } from "./ui/controls";
import { DeskElement } from "./ui/element";
import { errorText } from "./ui/errors";
import { FOCUS_LOST, tellLostFocus } from "./ui/focus";
import "./ui/toast";
import "./views/case-file";
import "./views/cases";
import type { QdConversations } from "./views/conversations";
import "./views/conversations";
import "./views/dead-letters";
import "./views/new-password";
import type { QdSearch } from "./views/search";
import "./views/search";
import type { SignedIn } from "./views/sign-in";
import "./views/sign-in";
import "./views/top-bar";

/** Pages that are seldom needed: loaded when somebody goes there. */
const LATER: Partial<Record<Route["page"], () => Promise<unknown>>> = {
  record: () => import("./views/record"),
  overview: () => import("./views/overview"),
  audit: () => import("./views/audit"),
  staff: () => import("./views/staff"),
};

@customElement("qd-app")
export class QdApp extends DeskElement {
  static override styles = [
    controls,
    css`
      :host { display: flex; flex-direction: column; height: 100vh; height: 100dvh; }
      main { flex: 1; min-height: 0; }
      main:focus-visible { outline: none; }
      @media print {
        :host { display: block; height: auto; }
        qd-top-bar, qd-toast { display: none; }
      }
    `,
  ];

  private readonly api = new HttpApi();
  private typed = "";
  @state() private session: Session | null = null;
  @state() private desk: Desk | null = null;
  @state() private route: Route = readRoute(location.hash);
  @state() private asked = false;
  @state() private expired = false;
  @state() private unreachable = "";
  @state() private keys = false;
  @query("main") private readonly main!: HTMLElement | null;
  @query("qd-search") private readonly searching!: QdSearch | null;
  @query("qd-conversations") private readonly conversations!: QdConversations | null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.api.onSignedOut = () => this.leave(true);
    this.api.onPasswordChange = () => {
      if (this.session) this.enter({ ...this.session, must_change_password: true });
    };
    const onHash = () => this.go(readRoute(location.hash));
    window.addEventListener("hashchange", onHash);
    window.addEventListener("keydown", this.onKey);
    window.addEventListener(FOCUS_LOST, this.takeFocus);
    this.onLeave(() => {
      window.removeEventListener(FOCUS_LOST, this.takeFocus);
      window.removeEventListener("hashchange", onHash);
      window.removeEventListener("keydown", this.onKey);
    });
    theme.apply();
    void this.resume();
  }

  protected override render() {
    if (!this.desk) document.title = t("app.title");
    document.documentElement.lang = locale.language;
    if (!this.asked) return html`<p class="empty">${this.unreachable || t("app.loading")}</p>`;
    if (!this.session) {
      return html`<qd-sign-in .api=${this.api} .expired=${this.expired} @signed-in=${this.onSignedIn}></qd-sign-in>`;
    }
    if (!this.desk) {
      return html`<qd-new-password .api=${this.api} .known=${this.typed} @changed=${this.onSession}></qd-new-password>`;
    }
    return html`
      <qd-top-bar .desk=${this.desk} .route=${this.route} @sign-out=${this.signOut} @keys=${() => (this.keys = true)} @skip=${this.takeFocus}></qd-top-bar>
      <qd-assigned .desk=${this.desk}></qd-assigned>
      <main tabindex="-1">${this.view(this.desk)}</main>
      <qd-toast .desk=${this.desk}></qd-toast>
      ${this.keys ? html`<qd-keys-dialog @leave=${() => (this.keys = false)}></qd-keys-dialog>` : nothing}
    `;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    const key = keyOf(event);
    if (!key || !this.desk || this.keys) return;
    event.preventDefault();
    if (key === "?") this.keys = true;
    else if (key === "/") this.search();
    else if (key === "p") this.desk.presence.next();
    else this.conversations?.onKey(key);
  };

  private readonly takeFocus = () => this.main?.focus();

  private search(): void {
    if (this.searching) this.searching.focus();
    else location.hash = href({ page: "search" });
  }

  private view(desk: Desk) {
    const { page } = this.route;
    // An element that is there before its code gets its desk too late.
    if (page in LATER && !customElements.get(`qd-${page}`)) return html`<p class="empty">${t("app.loading")}</p>`;
    switch (page) {
      case "cases":
        return html`<qd-cases .desk=${desk}></qd-cases>`;
      case "file":
        return html`<qd-case-file .desk=${desk} .case=${this.route.case}></qd-case-file>`;
      case "search":
        return html`<qd-search .desk=${desk}></qd-search>`;
      case "dead":
        return html`<qd-dead-letters .desk=${desk}></qd-dead-letters>`;
      case "record":
        return html`<qd-record .desk=${desk}></qd-record>`;
      case "overview":
        return html`<qd-overview tabindex="0" role="region" aria-label=${t("overview.title")} .desk=${desk}></qd-overview>`;
      case "audit":
        return html`<qd-audit .desk=${desk}></qd-audit>`;
      case "staff":
        return html`<qd-staff .desk=${desk}></qd-staff>`;
      default:
        return html`<qd-conversations .desk=${desk}></qd-conversations>`;
    }
  }

  private async resume(): Promise<void> {
    try {
      this.enter(await this.api.get<Session>("/session"));
    } catch (error) {
      if (error instanceof ApiError && (error.status === 0 || error.status >= 500)) {
        this.unreachable = errorText(error);
        setTimeout(() => void this.resume(), 2000);
        return;
      }
    }
    this.asked = true;
  }

  private readonly onSignedIn = (event: CustomEvent<SignedIn>) => {
    const { session, password } = event.detail;
    this.typed = session.must_change_password ? password : "";
    this.enter(session);
  };

  private readonly onSession = (event: CustomEvent<Session>) => this.enter(event.detail);

  private enter(session: Session): void {
    if (!session.must_change_password) this.typed = "";
    this.desk?.stop();
    this.session = session;
    this.api.csrf = session.csrf;
    this.expired = false;
    this.desk = session.must_change_password ? null : new Desk(this.api, session);
    this.desk?.start();
    this.go(this.route);
  }

  private leave(expired: boolean): void {
    this.desk?.stop();
    this.desk = null;
    this.session = null;
    this.expired = expired;
    this.api.csrf = "";
  }

  private readonly signOut = async () => {
    try {
      await this.api.send("DELETE", "/session");
      this.desk?.forgetDrafts();
      this.leave(false);
    } catch (error) {
      this.desk?.fail(error);
    }
  };

  private go(route: Route): void {
    this.route = route;
    LATER[route.page]?.().then(
      () => this.requestUpdate(),
      (error: unknown) => this.desk?.fail(error),
    );
    if (route.page === "conversations") this.desk?.open(route.id);
    void this.updateComplete.then(tellLostFocus); // The page that had it has gone.
  }
}
