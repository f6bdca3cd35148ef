/** What becomes of the customer's data: the server's words, with the company's policy where the page names it. */

import { html, nothing, type TemplateResult } from "lit";
import type { Translate } from "../i18n";
import { icon } from "./icons";

export interface NoticeProps {
  t: Translate;
  /** From the server; empty until it has answered. */
  text: string;
  /** Address of the company's own policy. */
  privacy: string;
}

export function noticeText({ t, text, privacy }: NoticeProps): TemplateResult {
  const link = policyAddress(privacy);
  return html`
    ${text ? html`<p>${text}</p>` : nothing}
    ${link
      ? html`<p><a href=${link} target="_blank" rel="noopener noreferrer" data-testid="privacy-link">${t("privacy_policy")}</a></p>`
      : nothing}
  `;
}

/** Over the conversation, from the menu. */
export function noticeView(props: NoticeProps, onClose: () => void): TemplateResult {
  const { t } = props;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    onClose();
  };
  return html`
    <div class="sheet" role="dialog" aria-labelledby="notice-title" data-testid="notice" @keydown=${onKey}>
      <div class="sheet-head">
        <h3 id="notice-title">${t("notice")}</h3>
        <button type="button" class="icon" id="notice-close" aria-label=${t("close")} @click=${onClose}>${icon("remove")}</button>
      </div>
      <p>${t("automated")}</p>
      ${noticeText(props)}
    </div>
  `;
}

/** Only what a link may safely open. */
function policyAddress(privacy: string): string | null {
  if (!privacy) return null;
  const url = new URL(privacy, location.href);
  return url.protocol === "https:" || url.protocol === "http:" ? url.href : null;
}
