/** Before the first word: who listens, what becomes of what is written, and how to read it better. */

import { html, nothing, type TemplateResult } from "lit";
import type { Translate } from "../i18n";
import { noticeText, type NoticeProps } from "./notice";

export interface WelcomeProps {
  t: Translate;
  /** The page's own words instead of ours. */
  greeting: string;
  notice: NoticeProps;
  large: boolean;
  onLarge: () => void;
}

export function welcomeView({ t, greeting, notice, large, onLarge }: WelcomeProps): TemplateResult {
  return html`
    <div class="welcome" data-testid="welcome">
      <strong>${t("welcome_title")}</strong>
      <p>${greeting || t("welcome")}</p>
      ${large
        ? nothing
        : html`<button type="button" class="link" data-testid="offer-large" @click=${onLarge}>${t("offer_large")}</button>`}
      <div class="consent" data-testid="consent">
        <strong>${t("notice")}</strong>
        ${noticeText(notice)}
        <p>${t("consent")}</p>
      </div>
    </div>
  `;
}
