/** Title, connection, the way to a person, and the menu. */

import { html, nothing, type TemplateResult } from "lit";
import type { ChatOwner } from "../../shared/chat";
import type { Link } from "../connection";
import type { Translate } from "../i18n";
import { icon } from "./icons";
import { menuView, type MenuProps } from "./menu";

export interface HeaderProps {
  t: Translate;
  heading: string;
  link: Link;
  owner: ChatOwner;
  /** 转人工 was pressed and is on its way. */
  noted: boolean;
  page: boolean;
  menu: MenuProps;
  onAskHuman: () => void;
  onMinimise: () => void;
}

export function headerView(props: HeaderProps): TemplateResult {
  const { t, link } = props;
  return html`
    <header class="header" part="header">
      <div class="title">
        <h2 id="title">${props.heading || t("title")}</h2>
        <span class="connection" role="status" data-testid="connection" data-state=${link}>${t(link)}</span>
      </div>
      <div class="ways">
        ${humanButton(props)} ${menuView(props.menu)}
        ${props.page
          ? nothing
          : html`<button class="icon" type="button" data-testid="minimise" aria-label=${t("minimise")} @click=${props.onMinimise}>
              ${icon("minimise")}
            </button>`}
      </div>
    </header>
  `;
}

function humanButton({ t, owner, noted, onAskHuman }: HeaderProps): TemplateResult {
  const [label, why, disabled] =
    owner === "queue"
      ? [t("human_waiting"), t("human_why_queue"), true]
      : owner === "agent"
        ? [t("human_here"), t("human_why_agent"), true]
        : noted
          ? [t("human_noted"), t("human_why_noted"), true]
          : [t("ask_human"), t("human_why"), false];
  return html`
    <button
      class="human"
      type="button"
      data-testid="ask-human"
      title=${why}
      aria-describedby="human-why"
      ?disabled=${disabled}
      @click=${onAskHuman}
    >
      ${icon("person")}<span>${label}</span>
    </button>
    <span id="human-why" class="hidden">${why}</span>
  `;
}
