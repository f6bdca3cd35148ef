/** Files within a message: pictures are shown, everything else can be saved. */

import { html, nothing, type TemplateResult } from "lit";
import type { ChatAttachment } from "../../shared/chat";
import { size } from "../../shared/sizes";
import type { Translate } from "../i18n";
import type { Pictures } from "../pictures";
import { icon } from "./icons";

export function attachmentsView(
  attachments: readonly ChatAttachment[],
  pictures: Pictures,
  t: Translate,
): TemplateResult | typeof nothing {
  if (attachments.length === 0) return nothing;
  return html`<div class="files">${attachments.map((one) => view(one, pictures, t))}</div>`;
}

function view(attachment: ChatAttachment, pictures: Pictures, t: Translate): TemplateResult {
  const { id, kind, name } = attachment;
  const url = kind === "image" ? pictures.url(id) : null;
  const save = () => void saveAs(attachment, pictures);
  if (url)
    return html`
      <button type="button" class="picture" data-testid="picture" aria-label=${t("file_save", { name })} @click=${save}>
        <img src=${url} alt=${t("picture", { name })} />
      </button>
    `;
  const waiting = kind === "image" && !pictures.failed(id);
  return html`
    <button type="button" class="paper" data-testid="file" aria-label=${t("file_save", { name })} @click=${save}>
      ${icon("paper")}<span dir="auto">${name}</span><small>${waiting ? t("picture_loading") : size(attachment.size)}</small>
    </button>
  `;
}

async function saveAs({ id, name }: ChatAttachment, pictures: Pictures): Promise<void> {
  try {
    const link = document.createElement("a");
    link.href = await pictures.fetch(id);
    link.download = name;
    link.click();
  } catch {
    // The network is away: the button stays, and the header says so.
  }
}
