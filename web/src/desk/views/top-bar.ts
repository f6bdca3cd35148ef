import { css, html, nothing } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { PresenceState } from "../../shared/desk";
import { clock } from "../../shared/times";
import { locale, t, type TextKey } from "../i18n";
import type { Desk } from "../model/desk";
import { href, type Route } from "../model/route";
import { STATES } from "../model/presence";
import { theme } from "../model/theme";
import { controls } from "../ui/controls";
import { DeskElement } from "../ui/element";
import { icons } from "../ui/icons";
import { languageButton } from "./sign-in";

@customElement("qd-top-bar")
export class QdTopBar extends DeskElement {
  static override styles = [
    controls,
    css`
      header { display: flex; align-items: center; gap: 6px 18px; flex-wrap: wrap; min-height: 50px; padding: 6px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
      strong { font-size: 16px; }
      .skip:not(:focus) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
      nav { display: flex; flex-wrap: wrap; gap: 4px; flex: 1; }
      nav a { padding: 6px 11px; color: var(--muted); text-decoration: none; border-radius: 7px; white-space: nowrap; }
      nav a:hover { background: var(--sunken); }
      nav a[aria-current] { color: var(--accent); background: var(--accent-tint); font-weight: 600; }
      .feed { display: inline-flex; align-items: center; gap: 6px; font-size: 13px; color: var(--muted); white-space: nowrap; }
      .feed::before { content: ""; width: 8px; height: 8px; border-radius: 50%; background: var(--good); }
      .feed[data-state="reconnecting"]::before { background: var(--warn); }
      .feed[data-state="offline"] { color: var(--bad); font-weight: 600; }
      .feed[data-state="offline"]::before { background: var(--bad); }
      .presence { width: auto; min-height: 30px; padding: 2px 6px; font-size: 13px; border-inline-start: 4px solid var(--good); }
      .presence.busy { border-inline-start-color: var(--warn); }
      .presence.away { border-inline-start-color: var(--line-strong); }
      .icons { display: inline-flex; gap: 2px; }
      .icon { display: inline-grid; place-items: center; min-height: 30px; min-width: 30px; padding: 0 6px; background: none; border-color: transparent; }
      .me { font-size: 13px; white-space: nowrap; }
      @media (max-width: 760px) {
        header { padding: 4px 10px; gap: 2px 10px; }
        strong { flex: 1; }
        nav { order: 9; flex-basis: 100%; }
        .inside nav { display: none; }
        .me, .keys { display: none; }
      }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @property({ attribute: false }) route!: Route;

  protected override render() {
    const { desk, route } = this;
    this.watch(desk);
    this.watch(desk.presence);
    this.watch(desk.alerts);
    this.watch(theme);
    this.watch(desk.queue);
    this.watch(desk.unread);
    document.title = this.name();
    const { agent } = desk.session;
    return html`
      <header class=${route.page === "conversations" && route.id ? "inside" : ""}>
        <a class="skip" href="#main" @click=${this.skip}>${t("nav.skip")}</a>
        <strong>倾听</strong>
        <nav aria-label=${t("nav.label")}>
          ${this.link("nav.conversations", { page: "conversations", id: null })}
          ${this.link("nav.cases", { page: "cases" })}
          ${this.link("nav.search", { page: "search" })}
          ${desk.may("handle_conversations") ? this.link("nav.record", { page: "record" }) : nothing}
          ${desk.may("read_figures") ? this.link("nav.overview", { page: "overview" }) : nothing}
          ${desk.may("read_audit") ? [this.link("nav.dead", { page: "dead" }), this.link("nav.audit", { page: "audit" })] : nothing}
          ${desk.may("manage_staff") ? this.link("nav.staff", { page: "staff" }) : nothing}
        </nav>
        <span class="feed" role="status" data-testid="feed-state" data-state=${desk.feedState}>
          ${t(`feed.${desk.feedState}`)}
        </span>
        <span class="hidden" role="status" data-testid="news">${this.news()}</span>
        ${desk.may("handle_conversations") ? this.presence() : nothing}
        <span class="icons">
          <button
            class="icon"
            data-testid="alerts"
            aria-pressed=${desk.alerts.on}
            title=${t("alert.toggle")}
            aria-label=${t("alert.toggle")}
            @click=${() => desk.alerts.toggle()}
          >${desk.alerts.on ? icons.bell : icons.silent}</button>
          <button class="icon" data-testid="theme" title=${t(`theme.${theme.value}`)} aria-label=${t(`theme.${theme.value}`)} @click=${() => theme.next()}>
            ${icons[theme.value]}
          </button>
          <button class="icon keys" data-testid="keys-help" title=${t("keys.title")} aria-label=${t("keys.title")} @click=${() => this.dispatchEvent(new CustomEvent("keys"))}>?</button>
        </span>
        <span class="me">${agent.display_name} <span class="muted">${t(`role.${agent.role}`)}</span></span>
        <span>
          ${languageButton()}
          <button class="link" data-testid="sign-out" @click=${() => this.dispatchEvent(new CustomEvent("sign-out"))}>
            ${t("app.sign_out")}
          </button>
        </span>
      </header>
    `;
  }

  /** Seen from another tab: how much of one's own is unread. */
  private name(): string {
    const { queue, unread } = this.desk;
    const count = queue.mine.filter((row) => unread.isUnread(row)).length;
    return `${count > 0 ? `(${count}) ` : ""}${t("app.title")}`;
  }

  /** With its time: the same words again are news again. */
  private news(): string {
    const { news } = this.desk.alerts;
    return news ? `${news.words} · ${clock(news.at.toISOString(), locale.language)}` : "";
  }

  private readonly skip = (event: Event) => {
    event.preventDefault(); // The address says which page it is.
    this.dispatchEvent(new CustomEvent("skip"));
  };

  private presence() {
    const { presence } = this.desk;
    const choose = (event: Event) => (presence.state = (event.target as HTMLSelectElement).value as PresenceState);
    return html`
      <select class="presence ${presence.state}" data-testid="presence" aria-label=${t("presence.label")} @change=${choose}>
        ${STATES.map((state) => html`<option value=${state} ?selected=${state === presence.state}>${t(`presence.${state}`)}</option>`)}
      </select>
    `;
  }

  private link(key: TextKey, route: Route) {
    const here = this.route.page === route.page;
    return html`<a href=${href(route)} aria-current=${here ? "page" : nothing}>${t(key)}</a>`;
  }
}
