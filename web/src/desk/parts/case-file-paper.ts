/** What stands on the paper. Words of machines are marked as such (生成合成内容标识办法, Art. 4). */

import { html, nothing, type TemplateResult } from "lit";
import type { CaseFile } from "../../shared/case-file";
import type { DeskEvent, Fact, FactChange, Masks, Message } from "../../shared/desk";
import { size } from "../../shared/sizes";
import { stamp } from "../../shared/times";
import { locale, t, tCode } from "../i18n";
import { eventText } from "../ui/event-words";
import { masked } from "../ui/tokens";
import { missingText } from "../ui/words";

export function paper(file: CaseFile, names: ReadonlyMap<string, string>): TemplateResult {
  const { case: kase, attachments, messages, events, values } = file;
  const clear = Object.keys(values).length > 0;
  const shown = (text: string, masks: Masks) => masked(text, { ...masks, ...values });
  return html`
    <article class="file" lang=${locale.language} data-testid="paper">
      <h1>${t("file_of.title", { number: kase.number ?? t("case.no_number") })}</h1>
      <p class="meta">
        ${t(`case_state.${kase.state}`)} · ${t(`level.${kase.level}`)} ${judged(file, "level")}
        ${kase.causes.length > 0 ? html`· ${kase.causes.map((name) => tCode("cause", name)).join(" · ")} ${judged(file, "cause")}` : nothing}
      </p>
      <p class="meta">${t("file_of.made", { name: file.made_by, time: stamp(file.made_at) })}</p>
      ${clear ? html`<p class="clear">${t("file_of.clear")}</p>` : html`<p class="meta">${t("file_of.masked")}</p>`}
      <h2>${t("file_of.case")}</h2>
      ${dates(file)}
      <h2>${t("file_of.facts")}</h2>
      ${facts(kase.facts, names, shown)}
      ${kase.missing.length > 0 ? html`<p class="meta">${t("file_of.missing", { names: kase.missing.map(missingText).join(" · ") })}</p>` : nothing}
      ${history(file.history, shown)}
      <h2>${t("file_of.talk")}</h2>
      <p class="meta">${t("file_of.ai_note")}</p>
      <ol>${messages.map((message) => said(message, messages, names, shown))}</ol>
      ${attachments.length > 0
        ? html`<h2>${t("file_of.attachments")}</h2>
            <ol>${attachments.map(({ kind, name, size: bytes }) => html`<li>${t(`file.${kind}`)} · ${name} · ${size(bytes)}</li>`)}</ol>`
        : nothing}
      ${events ? trail(events, names) : nothing}
    </article>
  `;
}

type Shown = (text: string, masks: Masks) => string;

function dates({ case: kase }: CaseFile) {
  const rows: [string, string | null][] = [
    [t("case.created"), kase.created_at],
    [t("case.filed_at"), kase.filed_at],
    [t("case.due_at"), kase.due_at],
    [t("file_of.ended"), kase.ended_at],
  ];
  return html`<table>
    ${rows.map(([label, at]) => (at ? html`<tr><th class="narrow">${label}</th><td>${stamp(at)}</td></tr>` : nothing))}
  </table>`;
}

function facts(all: readonly Fact[], names: ReadonlyMap<string, string>, shown: Shown) {
  return html`<table>
    ${all.map(
      ({ name, value, masks, seq, recorded_by, recorded_at }) => html`<tr>
        <th class="narrow">${tCode("fact", name)}</th>
        <td class="text">${shown(value, masks)}</td>
        <td class="narrow meta">${seq === null ? (names.get(recorded_by) ?? tCode("actor", recorded_by)) : t("fact.from", { n: seq })}<br />${stamp(recorded_at)}</td>
      </tr>`,
    )}
  </table>`;
}

/** Only what was changed: the first value of each stands above. */
function history(changes: readonly FactChange[], shown: Shown) {
  const changed = changes.filter(({ was, why }) => was !== "" || why !== "");
  if (changed.length === 0) return nothing;
  return html`
    <h2>${t("fact.history")}</h2>
    <table>
      ${changed.map(
        ({ name, was, value, at, by, by_name, why, masks }) => html`<tr>
          <th class="narrow">${tCode("fact", name)}</th>
          <td class="text">${was ? `${shown(was, masks)} → ` : ""}${shown(value, masks) || t("correct.none")}${why ? html`<br /><span class="meta">${shown(why, masks)}</span>` : nothing}</td>
          <td class="narrow meta">${by_name ?? tCode("actor", by)}<br />${stamp(at)}</td>
        </tr>`,
      )}
    </table>
  `;
}

/** The label of what a program has judged and no person has decided. */
function judged({ decided }: CaseFile, what: "level" | "cause") {
  return decided.includes(what) ? nothing : html`<span class="ai" data-testid="ai-judged">${t("file_of.ai_judged")}</span>`;
}

function said(message: Message, all: readonly Message[], names: ReadonlyMap<string, string>, shown: Shown) {
  const { seq, author, agent_name, created_at, text, masks, attachments, canned_code, quoted_seq, delivery } = message;
  const machine = author === "bot" || author === "system";
  return html`<li data-testid="paper-message" data-author=${author}>
    <p class="who">
      #${seq} · ${author === "agent" && agent_name ? agent_name : t(`author.${author}`)} · ${stamp(created_at)}${canned_code ? ` · ${t("canned.from", { title: names.get(canned_code) ?? canned_code })}` : ""}
      ${machine ? html`<span class="ai" data-testid="ai-label">${t("file_of.ai")}</span>` : nothing}
      ${delivery === "dead" ? html`<strong class="dead" data-testid="paper-dead">${notArrived(message)}</strong>` : nothing}
    </p>
    ${quoted_seq === null ? nothing : html`<p class="quoted" data-testid="paper-quote">${quotation(all, quoted_seq, shown)}</p>`}
    <p class="text">${shown(text, masks)}</p>
    ${attachments.map(({ kind, name }) => html`<p class="meta">［${t(`file.${kind}`)} · ${name}］</p>`)}
  </li>`;
}

function notArrived({ failure }: Message): string {
  return [t("delivery.dead"), ...(failure ? [t(`failure.${failure}`)] : [])].join(" · ");
}

/** The message that it answers; one of an earlier matter stands in another file. */
function quotation(all: readonly Message[], wanted: number, shown: Shown): string {
  const found = all.find(({ seq }) => seq === wanted);
  return [`${t("quote.of")} #${wanted}`, ...(found ? [shown(found.text, found.masks) || t("attach.file")] : [])].join(" ");
}

function trail(events: readonly DeskEvent[], names: ReadonlyMap<string, string>) {
  return html`
    <h2>${t("file_of.events")}</h2>
    <table>
      ${events.map(
        (event) => html`<tr>
          <td class="narrow meta">${stamp(event.at)}</td>
          <td>${eventText(event, names)}</td>
        </tr>`,
      )}
    </table>
  `;
}
