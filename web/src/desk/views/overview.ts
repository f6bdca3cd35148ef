/** Who is on, who waits, how service levels are kept, and today's numbers. */

import { css, html, nothing } from "lit";
import { customElement, property, state } from "lit/decorators.js";
import type { Agent, View } from "../../shared/desk";
import type { Count, LevelKept, Overview } from "../../shared/overview";
import { clock } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import { Debounced } from "../model/debounce";
import type { Desk } from "../model/desk";
import { NO_FILTER, type Filter } from "../model/filters";
import { href } from "../model/route";
import { controls, pageStyles } from "../ui/controls";
import { DeskElement } from "../ui/element";
import "../ui/plot";
import { stacked } from "../ui/stacked";

const LOOK_MS = 2000;
/** Waiting times grow although nothing happens. */
const AGAIN_MS = 20_000;

@customElement("qd-overview")
export class QdOverview extends DeskElement {
  static override styles = [
    controls,
    pageStyles,
    stacked,
    css`
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 10px; }
      .tile { display: grid; align-content: start; gap: 2px; padding: 12px 14px; background: var(--surface); border: 1px solid var(--line); border-radius: 9px; }
      .tiles .way { color: inherit; text-decoration: none; border-radius: 9px; }
      .tiles .way .tile { height: 100%; }
      .tiles .way:hover .tile { border-color: var(--accent); }
      .tile b { font-size: 24px; line-height: 1.2; font-variant-numeric: tabular-nums; }
      .tile.bad b, .share.bad { color: var(--bad); }
      .levels, .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(300px, 100%), 1fr)); gap: 10px; }
      .level { display: grid; gap: 4px; }
      .level .top { display: flex; justify-content: space-between; align-items: baseline; gap: 10px; }
      .share { font-size: 22px; font-weight: 700; font-variant-numeric: tabular-nums; }
      meter { width: 100%; height: 10px; }
      section { display: grid; gap: 10px; }
      td { white-space: nowrap; }
      td.wide { white-space: normal; }
    `,
  ];

  @property({ attribute: false }) desk!: Desk;
  @state() private seen: Overview | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const refresh = new Debounced(() => this.load(), LOOK_MS);
    const timer = setInterval(() => refresh.call(), AGAIN_MS);
    this.onLeave(() => refresh.stop());
    this.onLeave(() => clearInterval(timer));
    this.onLeave(this.desk.listen(() => refresh.call()));
    void this.load();
  }

  protected override render() {
    this.watch(this.desk);
    this.watch(this.desk.people);
    const { seen } = this;
    if (!seen) return html`<p class="empty">${t("app.loading")}</p>`;
    const since = clock(seen.since, locale.language);
    return html`
      <div class="page">
        <div class="head">
          <h1>${t("overview.title")}</h1>
          <span class="small muted">${t("overview.since", { since, at: clock(seen.at, locale.language) })}</span>
        </div>
        ${this.tiles(seen)}
        <section>
          <h2>${t("overview.levels")}</h2>
          <div class="levels">${seen.levels.map((level) => this.level(level))}</div>
        </section>
        <section>
          <h2>${t("overview.people")}</h2>
          ${this.peopleNow()}
        </section>
        <section>
          <h2>${t("overview.today")}</h2>
          ${this.plots(seen)}
        </section>
      </div>
    `;
  }

  private tiles({ waiting, at }: Overview) {
    const oldest = waiting.oldest_at ? Math.floor((Date.parse(at) - Date.parse(waiting.oldest_at)) / 60_000) : null;
    const here = this.desk.agents.filter(({ state }) => state !== null);
    const free = here.filter(({ state }) => state === "available").length;
    return html`
      <div class="tiles">
        ${this.way({}, this.tile("waiting", waiting.count))}
        ${this.way({ level: "major" }, this.tile("major", waiting.major, waiting.major > 0))}
        ${this.way({ overdue: "true" }, this.tile("overdue", waiting.overdue, waiting.overdue > 0))}
        ${this.tile("oldest", oldest === null ? "–" : t("overview.minutes", { n: oldest }))}
        ${this.tile("on", here.length, false, t("overview.free", { n: free }))}
      </div>
    `;
  }

  /** What is counted leads to those that are. */
  private way(filter: Partial<Filter>, content: unknown, view: View = "waiting") {
    const look = () => this.desk.queue.look(view, { ...NO_FILTER, ...filter });
    return html`<a class="way" href=${href({ page: "conversations", id: null })} @click=${look}>${content}</a>`;
  }

  private tile(name: "waiting" | "major" | "overdue" | "oldest" | "on", value: number | string, bad = false, more = "") {
    return html`
      <div class="tile ${bad ? "bad" : ""}" data-testid="tile-${name}">
        <span class="small muted">${t(`overview.${name}`)}</span><b>${value}</b>${more ? html`<span class="small muted">${more}</span>` : nothing}
      </div>
    `;
  }

  private level({ measure, within_minutes, target, met, missed, running, share }: LevelKept) {
    const bad = share !== null && share < target;
    const word = share === null ? "" : t(bad ? "overview.not_kept" : "overview.kept");
    return html`
      <div class="card level" data-testid="level" data-measure=${measure}>
        <div class="top">
          <h3>${t(`measure.${measure}`)}</h3>
          <span class="share ${bad ? "bad" : ""}">${share === null ? t("overview.undecided") : percent(share)} <span class="small">${word}</span></span>
        </div>
        <meter min="0" max="1" low=${target} high=${target} optimum="1" value=${share ?? 0} aria-label=${t(`measure.${measure}`)}></meter>
        <p class="small muted">${t("overview.within", { n: within_minutes, target: percent(target) })}</p>
        <p class="small">${t("overview.counts", { met, missed, running })}</p>
      </div>
    `;
  }

  private peopleNow() {
    const here = this.desk.agents.filter(({ state }) => state !== null);
    if (here.length === 0) return html`<p class="muted">${t("overview.nobody")}</p>`;
    return html`
      <div class="scroll">
        <table class="stacked">
          <thead>
            <tr>
              <th scope="col">${t("staff.name")}</th><th scope="col">${t("staff.team")}</th><th scope="col">${t("staff.state")}</th>
              <th scope="col">${t("overview.load")}</th><th scope="col">${t("staff.skills")}</th>
            </tr>
          </thead>
          <tbody>${here.map((agent) => this.person(agent))}</tbody>
        </table>
      </div>
    `;
  }

  private person({ id, display_name, role, state, load, capacity, placement }: Agent) {
    const { people } = this.desk;
    const skills = people.skillNames(placement).join(locale.language === "en" ? ", " : "、");
    const tone = state === "available" ? "good" : state === "busy" ? "warn" : "";
    return html`
      <tr data-testid="person" data-id=${id}>
        <td>${display_name} <span class="small muted">${t(`role.${role}`)}</span></td>
        <td>${people.teamName(placement.team_id)}</td>
        <td><span class="chip ${tone}">${t(`presence.${state ?? "offline"}`)}</span></td>
        <td>${this.way({ agent_id: id }, t("presence.load", { load, capacity }), "open")}</td>
        <td class="wide">${skills || html`<span class="muted">${t("staff.any")}</span>`}</td>
      </tr>
    `;
  }

  private plots({ by_hour, by_channel, by_level, by_cause, by_canned, waits, median_wait_seconds }: Overview) {
    const hours = by_hour.map((count, hour) => ({ label: t("overview.hour", { n: hour }), count }));
    const lengths = waits.map(({ since, until, count }) => ({
      label: until === null ? t("overview.wait_over", { since }) : t("overview.wait_between", { since, until }),
      count,
    }));
    const named = (area: string, counts: readonly Count[]) =>
      counts.map(({ key, count }) => ({ label: tCode(area, key), count }));
    const words = by_canned.map(({ key, count }) => ({ label: this.desk.people.cannedTitle(key), count }));
    const median = median_wait_seconds === null ? "" : t("overview.median", { n: Math.round(median_wait_seconds / 6) / 10 });
    return html`
      <div class="plots">
        <qd-plot shape="columns" .heading=${t("overview.by_hour")} .bars=${hours}></qd-plot>
        <qd-plot shape="columns" .heading=${t("overview.waits")} .remark=${median} .bars=${lengths}></qd-plot>
      </div>
      <div class="plots">
        <qd-plot .heading=${t("overview.by_channel")} .bars=${named("channel", by_channel)}></qd-plot>
        <qd-plot .heading=${t("overview.by_level")} .bars=${named("level", by_level)}></qd-plot>
        <qd-plot .heading=${t("overview.by_cause")} .bars=${named("cause", by_cause)}></qd-plot>
      </div>
      ${words.length > 0 ? html`<qd-plot .heading=${t("overview.by_canned")} .bars=${words}></qd-plot>` : nothing}
    `;
  }

  private async load(): Promise<void> {
    try {
      const [seen] = await Promise.all([this.desk.api.get<Overview>("/overview"), this.desk.loadAgents()]);
      this.seen = seen;
    } catch (error) {
      this.desk.fail(error);
    }
  }
}

function percent(share: number): string {
  return `${Math.round(share * 100)}%`;
}
