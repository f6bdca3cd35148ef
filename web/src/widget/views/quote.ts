/** What a message answers: in the log, over the composer, and the way there. */

import { html, type TemplateResult } from "lit";
import type { ChatMessage } from "../../shared/chat";
import type { Translate } from "../i18n";
import { shownText } from "../rows";
import { icon } from "./icons";

/** Who said it and what, in a line. */
export function quoteText(message: ChatMessage, t: Translate): string {
  const { author, name, attachments } = message;
  const who = author === "customer" ? t("you") : author === "bot" ? t("bot") : (name ?? "");
  const words = shownText(message, t) || (attachments?.[0]?.name ?? "");
  return `${who ? `${who}: ` : ""}${words}`;
}

export function quoteView(message: ChatMessage, t: Translate): TemplateResult {
  return html`<div class="quote" dir="auto" data-testid="quote"><span class="hidden">${t("quotes")}</span>${quoteText(message, t)}</div>`;
}

/** Over what is being written. */
export function quotingView(message: ChatMessage, t: Translate, onUnquote: () => void): TemplateResult {
  return html`
    <div class="quoting" data-testid="quoting">
      <div class="quote" id="quoting" dir="auto"><span class="hidden">${t("quotes")}</span>${quoteText(message, t)}</div>
      <button type="button" class="icon" data-testid="unquote" aria-label=${t("unquote")} title=${t("unquote")} @click=${onUnquote}>
        ${icon("remove")}
      </button>
    </div>
  `;
}

/** One stop for the Tab key in all of the log (`tabbable`); arrow keys lead from message to message. */
export function quoteButton(said: string, tabbable: boolean, t: Translate, onQuote: () => void): TemplateResult {
  return html`
    <button
      type="button"
      class="reply-to"
      data-testid="quote-it"
      tabindex=${tabbable ? 0 : -1}
      aria-label=${t("quote_it")}
      aria-describedby=${said}
      title=${t("quote_it")}
      @click=${onQuote}
      @keydown=${step}
    >
      ${icon("reply")}
    </button>
  `;
}

function step(event: KeyboardEvent): void {
  const by = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (by === 0) return;
  event.preventDefault();
  const button = event.currentTarget as HTMLElement;
  const all = [...(button.closest(".log")?.querySelectorAll<HTMLElement>(".reply-to") ?? [])];
  all[all.indexOf(button) + by]?.focus();
}
