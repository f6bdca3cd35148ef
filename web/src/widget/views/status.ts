/** Who is answering, said at every moment. */

import { html, nothing, type TemplateResult } from "lit";
import type { ChatState } from "../../shared/chat";
import { moment } from "../../shared/times";
import type { Language, TextKey, Translate } from "../i18n";

export function statusView(state: ChatState, t: Translate, language: Language): TemplateResult {
  return html`
    <div class="status" part="status">
      <p class="owner" role="status" data-testid="owner" data-owner=${state.owner}>
        ${ownerLine(state, t, language) || automated("automated", t)}
      </p>
      ${state.owner === "queue" ? automated("automated_queue", t) : nothing}
      ${state.owner === "closed" ? automated("automated_closed", t) : nothing}
    </div>
  `;
}

function automated(key: TextKey, t: Translate): TemplateResult {
  return html`<span class="automated" data-testid="automated-notice">${t(key)}</span>`;
}

function ownerLine(state: ChatState, t: Translate, language: Language): string {
  switch (state.owner) {
    case "agent":
      return state.agent_name ? t("agent", { name: state.agent_name }) : t("agent_unnamed");
    case "queue":
      return queueLine(state, t, language);
    case "closed":
      return t("closed");
    default:
      return "";
  }
}

function queueLine({ ahead, expected_at }: ChatState, t: Translate, language: Language): string {
  const parts = [t("queue")];
  if (typeof ahead === "number") parts.push(ahead > 0 ? t("queue_ahead", { n: ahead }) : t("queue_next"));
  if (expected_at) {
    const late = Date.parse(expected_at) < Date.now();
    parts.push(t(late ? "queue_late" : "queue_by", { time: moment(expected_at, language) }));
  }
  return parts.join(language === "en" ? " · " : "，");
}
