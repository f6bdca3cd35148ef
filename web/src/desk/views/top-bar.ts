import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import { locale, t, type TextKey } from "../i18n";
import type { Desk } from "../model/desk";
import { href, type Route } from "../model/route";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { toggleLanguage } from "./sign-in";

@customElement("qd-top-bar")
export class QdTopBar extends DeskElement {
  static override styles = [
    controls,
    css`
      header { display: flex; align-items: center; gap: 6px 18px; flex-wrap: wrap; min-height: 50px; padding: 6px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
      strong { font-size: 16px; }
      nav { display: flex; gap: 4px; flex: 1; overflow-x: auto; }
      nav a { padding: 6px 11px; color: var(--muted); text-decoration: none; border-radius: 7px; white-space: nowrap; }
      nav a:hover { background: var(--sunken); }
      nav a[aria-current] { color: var(--accent); background: var(--accent-tint); font-weight: 600; }
      .feed { display: inline-flex; align-items: center; gap: 6px; font-size: 13px; color: var(--muted); white-space: nowrap; }
      .feed::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--good); }
      .feed[data-state="reconnecting"] { color: var(--bad); font-weight: 600; }
      .feed[data-state="reconnecting"]::before { background: var(--bad); }
      .me { font-size: 13px; white-space: nowrap; }
      @media (max-width: 760px) {
        header { padding: 4px 10px; gap: 2px 10px; }
        strong { flex: 1; }
        nav { order: 9; flex-basis: 100%; }
        .me { display: none; }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) route!: Route;

  protected override render() {
    const { desk } = this;
    this.watch(desk);
    const { agent } = desk.session;
    const other = locale.language === "en" ? "zh-Hans" : "en";
    return html`
      <header>
        <strong>倾听</strong>
        <nav aria-label=${t("nav.label")}>
          ${this.link("nav.conversations", { page: "conversations", id: null })}
          ${this.link("nav.cases", { page: "cases" })}
          ${desk.may("read_audit") ? this.link("nav.dead", { page: "dead" }) : nothing}
          ${desk.may("manage_staff") ? this.link("nav.staff", { page: "staff" }) : nothing}
        </nav>
        <span class="feed" role="status" data-testid="feed-state" data-state=${desk.feedState}>
          ${t(`feed.${desk.feedState}`)}
        </span>
        <span class="me">${agent.display_name} <span class="muted">${t(`role.${agent.role}`)}</span></span>
        <span>
          <button class="link" data-testid="language" lang=${other} @click=${toggleLanguage}>${t("app.language")}</button>
          <button class="link" data-testid="sign-out" @click=${() => this.dispatchEvent(new CustomEvent("sign-out"))}>
            ${t("app.sign_out")}
          </button>
        </span>
      </header>
    `;
  }

  private link(key: TextKey, route: Route) {
    const here = this.route.page === route.page;
    return html`<a href=${href(route)} aria-current=${here ? "page" : nothing}>${t(key)}</a>`;
  }
}
