/** What is not needed at every moment: larger type, the language, a copy, the notice. */

import { html, nothing, type TemplateResult } from "lit";
import { languageNames, type Language, type Translate } from "../i18n";
import { icon } from "./icons";

export interface MenuProps {
  t: Translate;
  open: boolean;
  large: boolean;
  language: Language;
  /** There is something to save. */
  saveable: boolean;
  onToggle: (open: boolean) => void;
  onLarge: () => void;
  onLanguage: (language: Language) => void;
  onSave: () => void;
  onNotice: () => void;
}

export function menuView(props: MenuProps): TemplateResult {
  const { t, open, onToggle } = props;
  const onKey = (event: KeyboardEvent) => {
    if (!open || event.key !== "Escape") return;
    event.stopPropagation();
    onToggle(false);
  };
  const onLeave = (event: FocusEvent) => {
    const inside = (event.currentTarget as HTMLElement).contains(event.relatedTarget as Node | null);
    if (open && event.relatedTarget && !inside) onToggle(false);
  };
  return html`
    <div class="menu" @keydown=${onKey} @focusout=${onLeave}>
      <button
        type="button"
        class="icon"
        id="menu"
        data-testid="menu"
        aria-label=${t("menu")}
        title=${t("menu")}
        aria-expanded=${open ? "true" : "false"}
        aria-controls="menu-items"
        @click=${() => onToggle(!open)}
      >
        ${icon("menu")}
      </button>
      ${open ? items(props) : nothing}
    </div>
  `;
}

function items({ t, large, language, saveable, onLarge, onLanguage, onSave, onNotice }: MenuProps): TemplateResult {
  const choose = (event: Event) => onLanguage((event.target as HTMLSelectElement).value as Language);
  return html`
    <div class="menu-items" id="menu-items">
      <button type="button" data-testid="large" aria-pressed=${large ? "true" : "false"} @click=${onLarge}>
        ${t(large ? "normal_size" : "large_size")}
      </button>
      <label>
        <span>${t("language")}</span>
        <select data-testid="language" @change=${choose}>
          ${Object.entries(languageNames).map(
            ([value, name]) => html`<option value=${value} lang=${value} ?selected=${value === language}>${name}</option>`,
          )}
        </select>
      </label>
      <button type="button" data-testid="save-record" ?disabled=${!saveable} @click=${onSave}>${t("save_record")}</button>
      <button type="button" data-testid="show-notice" @click=${onNotice}>${t("notice")}</button>
    </div>
  `;
}
