/** Who is working on an answer. */

import { html, nothing, type TemplateResult } from "lit";
import type { ChatState } from "../../shared/chat";
import type { Translate } from "../i18n";

/** The bot. Not announced: its answer is. */
export function typingView(t: Translate): TemplateResult {
  return html`
    <div class="row bot starts typing" aria-hidden="true" data-testid="typing">
      <div class="bubble">${t("typing")}<i></i><i></i><i></i></div>
    </div>
  `;
}

/** A person, by name. */
export function agentTyping(state: ChatState, t: Translate): TemplateResult | typeof nothing {
  if (!state.agent_typing) return nothing;
  const words = t("agent_typing", { name: state.agent_name ?? "" });
  return html`<p class="agent-typing" role="status" data-testid="agent-typing">${words}</p>`;
}
