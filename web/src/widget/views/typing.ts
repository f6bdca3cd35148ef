/** The bot is working on an answer. Not announced: its answer is. */

import { html, type TemplateResult } from "lit";
import type { Translate } from "../i18n";

export function typingView(t: Translate): TemplateResult {
  return html`
    <div class="row bot starts typing" aria-hidden="true" data-testid="typing">
      <div class="bubble">${t("typing")}<i></i><i></i><i></i></div>
    </div>
  `;
}
