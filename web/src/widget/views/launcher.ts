/** The closed chat: a bubble in the corner, with what was not read yet. */

import { html, nothing, type TemplateResult } from "lit";
import type { Translate } from "../i18n";
import { icon } from "./icons";

export function launcherView(t: Translate, unread: number, onOpen: () => void): TemplateResult {
  const label = unread > 0 ? t("open_unread", { n: unread }) : t("open");
  return html`
    <button class="launcher" type="button" data-testid="launcher" aria-label=${label} aria-expanded="false" @click=${onOpen}>
      ${icon("chat")}${unread > 0 ? html`<span class="unread" data-testid="unread" aria-hidden="true">${unread}</span>` : nothing}
    </button>
    <span class="hidden" role="status">${unread > 0 ? label : ""}</span>
  `;
}
