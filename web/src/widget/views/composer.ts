/** Where the customer writes. Enter sends, but never while an input method is composing. */

import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { MAX_TEXT, type ChatMessage, type ChatOwner } from "../../shared/chat";
import { sendsOnKey } from "../../shared/keys";
import type { TextKey, Translate } from "../i18n";
import type { Tray, TrayItem } from "../tray";
import { icon } from "./icons";
import { quotingView } from "./quote";
import { attachView, trayView } from "./tray";

export interface ComposerProps {
  t: Translate;
  draft: string;
  owner: ChatOwner;
  tray: Tray;
  preview: (item: TrayItem) => string | null;
  onDraft: (text: string) => void;
  onSend: () => void;
  /** The message that this one answers. */
  quoted: ChatMessage | null;
  onUnquote: () => void;
}

const WARN_AT = 500;
/** What one writes depends on who answers. */
const HINTS: Partial<Record<ChatOwner, TextKey>> = { queue: "composer_queue", agent: "composer_person", closed: "composer_closed" };

export function composerView(props: ComposerProps): TemplateResult {
  const { t, draft, owner, tray, preview, quoted, onDraft, onSend, onUnquote } = props;
  const left = MAX_TEXT - draft.length;
  const submit = (event: Event) => {
    event.preventDefault();
    onSend();
  };
  const onKey = (event: KeyboardEvent) => {
    if (sendsOnKey(event)) submit(event);
    if (event.key !== "Escape" || event.isComposing || !quoted) return;
    event.stopPropagation(); // the panel stays open
    onUnquote();
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    tray.add(files);
  };
  const nothingToSend = tray.uploading || (!draft.trim() && tray.ready.length === 0);
  return html`
    <form class="composer" part="composer" @submit=${submit}>
      ${quoted ? quotingView(quoted, t, onUnquote) : nothing} ${trayView({ t, tray, preview })} ${attachView(t, tray)}
      <label class="hidden" for="text">${t("composer")}</label>
      <textarea
        id="text"
        rows="1"
        maxlength=${MAX_TEXT}
        data-testid="composer"
        aria-describedby=${quoted ? "quoting keys" : "keys"}
        enterkeyhint="send"
        placeholder=${t(HINTS[owner] ?? "composer_hint")}
        .value=${live(draft)}
        @input=${(event: Event) => onDraft((event.target as HTMLTextAreaElement).value)}
        @keydown=${onKey}
        @paste=${onPaste}
      ></textarea>
      <button class="send" type="submit" data-testid="send" aria-label=${t("send")} ?disabled=${nothingToSend}>
        ${icon("send")}<span>${t("send")}</span>
      </button>
      <p id="keys" class="keys">
        ${t("keys")}${left < WARN_AT ? html` · ${t("left", { n: left })}` : nothing}
      </p>
    </form>
  `;
}
