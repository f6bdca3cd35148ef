/** The satisfaction question's answers, under the question for as long as it may be answered. */

import { html, nothing, type TemplateResult } from "lit";
import type { QuickReply } from "../../shared/chat";
import type { Translate } from "../i18n";
import type { Rating } from "../rating";
import { icon } from "./icons";

export function ratingView(
  { options, chosen, over }: Rating,
  t: Translate,
  onReply: (reply: QuickReply) => void,
): TemplateResult {
  return html`
    <div class="rating" role="group" aria-label=${t("rating")} data-testid="rating">
      ${options.map(
        (option) => html`
          <button
            type="button"
            data-testid="rating-option"
            data-value=${option.face}
            aria-pressed=${option.payload === chosen ? "true" : "false"}
            ?disabled=${chosen !== null || over}
            @click=${() => onReply({ title: option.title, payload: option.payload })}
          >
            ${icon(option.face)}<span>${option.title}</span>
          </button>
        `,
      )}
      ${chosen ? html`<p role="status">${t("rated")}</p>` : nothing}
    </div>
  `;
}
