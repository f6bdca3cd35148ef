/** What is about to be sent, with previews, and the way to add more. */

import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Limits } from "../../shared/chat";
import type { TextKey, Translate } from "../i18n";
import { accepted, type Tray, type TrayItem } from "../tray";
import { icon } from "./icons";

export interface TrayProps {
  t: Translate;
  tray: Tray;
  preview: (item: TrayItem) => string | null;
}

const errors: Record<string, TextKey> = {
  too_large: "file_too_large",
  unsupported_media: "file_type",
  daily_limit: "file_daily",
  too_many_requests: "file_often",
  network: "file_network",
};

const FAMILIES = ["image", "audio", "video"] as const;
const OFFICE = "application/vnd.openxmlformats-officedocument";
const DOCUMENTS: Record<string, string> = {
  "application/pdf": "PDF",
  [`${OFFICE}.wordprocessingml.document`]: "Word (docx)",
  [`${OFFICE}.spreadsheetml.sheet`]: "Excel (xlsx)",
};

export function trayView({ t, tray, preview }: TrayProps): TemplateResult | typeof nothing {
  if (tray.items.length === 0 && !tray.overfull) return nothing;
  return html`
    <ul class="tray" aria-label=${t("files")} data-testid="tray">
      ${repeat(
        tray.items,
        ({ key }) => key,
        (item) => itemView(item, tray, preview(item), t),
      )}
    </ul>
    ${tray.items.length > 0 ? html`<p class="tray-note">${t("file_notice")}</p>` : nothing}
    ${tray.overfull
      ? html`<p class="tray-note failed" role="alert">${t("file_many", { n: tray.limits?.per_message ?? 0 })}</p>`
      : nothing}
  `;
}

/** The button that opens the machine's own picker. */
export function attachView(t: Translate, tray: Tray): TemplateResult | typeof nothing {
  if (!tray.limits) return nothing;
  const choose = (event: Event) => {
    const input = event.target as HTMLInputElement;
    tray.add([...(input.files ?? [])]);
    input.value = "";
  };
  const open = (event: Event) => (event.currentTarget as HTMLElement).parentElement?.querySelector("input")?.click();
  return html`
    <span class="attach">
      <input type="file" multiple hidden accept=${accepted(tray.limits)} data-testid="file-input" @change=${choose} />
      <button type="button" class="icon" data-testid="attach" aria-label=${t("attach")} title=${t("attach")} @click=${open}>
        ${icon("attach")}
      </button>
    </span>
  `;
}

/** What may be sent, in words that customers know. */
function sendable(types: Limits["types"], t: Translate): string {
  const families = FAMILIES.filter((kind) => Object.values(types).includes(kind)).map((kind) => t(`file_${kind}`));
  const documents = Object.keys(types).flatMap((type) => DOCUMENTS[type] ?? []);
  return [...families, ...documents].join(t("file_comma"));
}

function itemView(item: TrayItem, tray: Tray, url: string | null, t: Translate): TemplateResult {
  const { key, name, error, limit, progress, attachment } = item;
  const percent = Math.round(progress * 100);
  const state = error
    ? t(errors[error] ?? "file_failed", { n: limit, allowed: sendable(tray.limits?.types ?? {}, t) })
    : attachment
      ? t("file_ready")
      : t("file_uploading", { n: percent });
  return html`
    <li class=${error ? "failed" : ""} data-testid="tray-item" data-state=${error ? "failed" : attachment ? "ready" : "uploading"}>
      ${url && !error ? html`<img src=${url} alt="" />` : html`<span class="paper">${icon("paper")}</span>`}
      <span class="what"><span class="name" dir="auto">${name}</span><span class="how" role=${error ? "alert" : "status"}>${state}</span></span>
      ${error || attachment ? nothing : html`<progress max="100" value=${percent} aria-hidden="true"></progress>`}
      <button type="button" class="icon" data-testid="remove-file" aria-label=${t("file_remove", { name })} @click=${() => tray.remove(key)}>
        ${icon("remove")}
      </button>
    </li>
  `;
}
