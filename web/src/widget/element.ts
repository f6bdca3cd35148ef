/** `<qingting-chat server language position mode>`: the customer's chat window. */

import { html, LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import { ASK_HUMAN, type QuickReply } from "../shared/chat";
import { pageStorage } from "../shared/storage";
import { Connection } from "./connection";
import { httpDoor } from "./door";
import { nearest, translator, type Language } from "./i18n";
import { Outbox } from "./outbox";
import { Pictures } from "./pictures";
import { openReplies, rows } from "./rows";
import { styles } from "./styles";
import { Tray, type TrayItem } from "./tray";
import { composerView } from "./views/composer";
import { headerView } from "./views/header";
import { icon } from "./views/icons";
import { logView } from "./views/log";
import { statusView } from "./views/status";
import { socketWire } from "./wire";

const NEAR_END_PX = 80;
const CLOCK_MS = 30_000;

@customElement("qingting-chat")
export class QingtingChat extends LitElement {
  static override styles = styles;

  /** Where the assistant is; this page's own host where left out. */
  @property() server = "";
  /** `zh-Hans`, `zh-Hant` or `en`; the page's language where left out. */
  @property() language = "";
  /** Corner of the bubble: `right` or `left`. */
  @property({ reflect: true }) position: "right" | "left" = "right";
  /** `page` fills the window, anything else is a bubble. */
  @property({ reflect: true }) mode: "bubble" | "page" = "bubble";
  @property() heading = "";
  @property({ type: Boolean, reflect: true }) open = false;

  @state() private draft = "";
  @state() private atEnd = true;
  @state() private dropping = false;

  @query("#log") private readonly log!: HTMLElement | null;
  @query("#text") private readonly text!: HTMLTextAreaElement | null;
  @query(".launcher") private readonly launcher!: HTMLButtonElement | null;

  private outbox: Outbox | null = null;
  private connection: Connection | null = null;
  private tray: Tray | null = null;
  private pictures: Pictures | null = null;
  private readonly drafts = pageStorage("sessionStorage");
  private readonly choices = pageStorage("localStorage");
  private ticking: ReturnType<typeof setInterval> | undefined;
  private focusNext: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    const server = this.server || location.origin;
    const chosen = this.page ? this.choices.getItem("qingting:language") : null;
    this.language = nearest(chosen ?? (this.language || document.documentElement.lang || navigator.language));
    this.draft = this.drafts.getItem("qingting:draft") ?? "";
    this.outbox = new Outbox(pageStorage("localStorage"), server);
    const changed = () => this.requestUpdate();
    const [door, token] = [httpDoor(server), () => this.outbox?.token ?? null];
    this.tray = new Tray(door, token, changed);
    this.pictures = new Pictures(door, token, changed);
    this.connection = new Connection(socketWire(server), this.outbox, this.language, changed);
    this.connection.start();
    this.ticking = setInterval(() => this.requestUpdate(), CLOCK_MS);
    document.addEventListener("visibilitychange", this.onVisible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.connection?.stop();
    this.tray?.stop();
    this.pictures?.stop();
    clearInterval(this.ticking);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  protected override render() {
    return this.shown ? this.panel() : this.bubble();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("language")) {
      this.connection?.setLanguage(this.language);
      if (this.page) document.documentElement.lang = this.language;
    }
    if (this.page) document.title = this.heading || translator(this.shownLanguage)("title");
    this.fitComposer();
    if (this.atEnd) this.toEnd();
    this.tellSeen();
    this.focusNext?.();
    this.focusNext = null;
  }

  private get page(): boolean {
    return this.mode === "page";
  }

  private get shown(): boolean {
    return this.page || this.open;
  }

  private get shownLanguage(): Language {
    return nearest(this.language);
  }

  private bubble() {
    const unread = this.unread;
    const t = translator(this.shownLanguage);
    const label = unread > 0 ? t("open_unread", { n: unread }) : t("open");
    return html`
      <button class="launcher" type="button" aria-label=${label} aria-expanded="false" @click=${this.openPanel}>
        ${icon("chat")}${unread > 0 ? html`<span class="unread" aria-hidden="true">${unread}</span>` : nothing}
      </button>
    `;
  }

  private panel() {
    const { connection, outbox, tray, pictures } = this;
    if (!connection || !outbox || !tray || !pictures) return nothing;
    tray.limits = connection.limits;
    const language = this.shownLanguage;
    const t = translator(language);
    const { link, loaded, state: chat, transcript } = connection;
    const { unsent } = outbox;
    return html`
      <section
        class="panel ${this.dropping ? "dropping" : ""}"
        data-drop=${t("file_drop")}
        part="panel"
        role=${this.page ? "main" : "dialog"}
        aria-labelledby="title"
        @keydown=${this.onKey}
        @dragover=${this.onDrag}
        @dragleave=${() => (this.dropping = false)}
        @drop=${this.onDrop}
      >
        ${headerView({
          ...{ t, link, language, page: this.page, heading: this.heading, owner: chat.owner },
          noted: unsent.some(({ payload, state }) => payload === ASK_HUMAN.payload && state === "sending"),
          onAskHuman: () => this.say(ASK_HUMAN.text, ASK_HUMAN.payload),
          onMinimise: () => this.closePanel(),
          onLanguage: (value) => this.chooseLanguage(value),
        })}
        ${statusView(chat, t, language)}
        ${logView({
          ...{ t, language, link, loaded, pictures },
          rows: rows(transcript.messages, unsent),
          replies: openReplies(transcript.messages, unsent),
          onRetry: (id) => connection.retry(id),
          onEdit: (id) => this.edit(id),
          onReply: (reply: QuickReply) => this.say(reply.title, reply.payload),
          onScroll: () => this.onScroll(),
        })}
        ${chat.agent_typing ? html`<p class="typing" role="status" data-testid="agent-typing">${t("agent_typing", { name: chat.agent_name ?? "" })}</p>` : nothing}
        ${this.atEnd
          ? nothing
          : html`<button class="to-end" type="button" @click=${this.jumpToEnd}>${icon("down")}${t("new_messages")}</button>`}
        ${composerView({
          ...{ t, tray, draft: this.draft, closed: chat.owner === "closed" },
          preview: (item) => this.preview(item),
          onDraft: (text) => {
            this.keepDraft(text);
            if (text.trim()) connection.typed();
          },
          onSend: () => this.sendDraft(),
        })}
      </section>
    `;
  }

  private get unread(): number {
    const from = this.outbox?.lastSeq ?? 0;
    const messages = this.connection?.transcript.messages ?? [];
    return messages.filter(({ seq, author }) => seq > from && author !== "customer").length;
  }

  private readonly openPanel = () => {
    this.open = true;
    this.atEnd = true;
    this.focusNext = () => this.text?.focus();
  };

  private closePanel(): void {
    this.open = false;
    this.focusNext = () => this.launcher?.focus();
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === "Escape" && !event.isComposing && !this.page) this.closePanel();
  };

  private say(text: string, payload?: string, sent: readonly TrayItem[] = []): void {
    this.atEnd = true;
    for (const { key, attachment, file } of sent) {
      if (attachment && file) this.pictures?.give(attachment.id, file);
      this.pictures?.forget(key);
    }
    this.connection?.say(text, payload, sent.flatMap(({ attachment }) => attachment ?? []));
    this.focusNext = () => this.text?.focus();
    this.requestUpdate();
  }

  private sendDraft(): void {
    const text = this.draft.trim();
    const { tray } = this;
    if (!tray || tray.uploading || (!text && tray.ready.length === 0)) return;
    this.keepDraft("");
    this.say(text, undefined, tray.take());
  }

  /** Back into the composer, for example because it was too long. */
  private edit(id: string): void {
    const taken = this.connection?.takeBack(id);
    if (taken) this.keepDraft([taken.text, this.draft].filter(Boolean).join("\n"));
    if (taken?.attachments && taken.error !== "upload_gone") this.tray?.putBack(taken.attachments);
    this.focusNext = () => this.text?.focus();
  }

  private keepDraft(text: string): void {
    this.draft = text;
    if (text) this.drafts.setItem("qingting:draft", text);
    else this.drafts.removeItem("qingting:draft");
  }

  private preview({ key, kind, file, attachment }: TrayItem): string | null {
    if (kind !== "image") return null;
    if (file) return this.pictures?.give(key, file) ?? null;
    return attachment ? (this.pictures?.url(attachment.id) ?? null) : null;
  }

  private readonly onDrag = (event: DragEvent) => {
    if (!event.dataTransfer?.types.includes("Files") || !this.connection?.limits) return;
    event.preventDefault();
    this.dropping = true;
  };

  private readonly onDrop = (event: DragEvent) => {
    this.dropping = false;
    const files = [...(event.dataTransfer?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.tray?.add(files);
  };

  private chooseLanguage(language: Language): void {
    this.language = language;
    this.choices.setItem("qingting:language", language);
  }

  private readonly onVisible = () => {
    if (document.visibilityState !== "visible") return;
    this.connection?.sync();
    this.requestUpdate();
  };

  private onScroll(): void {
    if (this.log) this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX;
  }

  private readonly jumpToEnd = () => {
    this.atEnd = true;
    this.focusNext = () => this.text?.focus();
  };

  private toEnd(): void {
    if (this.log) this.log.scrollTop = this.log.scrollHeight;
  }

  private tellSeen(): void {
    if (!this.shown || !this.atEnd || document.visibilityState !== "visible") return;
    const last = this.connection?.transcript.lastSeq ?? 0;
    if (last > 0) this.connection?.seen(last);
  }

  private fitComposer(): void {
    if (!this.text) return;
    this.text.style.height = "auto";
    this.text.style.height = `${this.text.scrollHeight + 2}px`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "qingting-chat": QingtingChat;
  }
}
