/** `<qingting-chat server language colour position greeting identity large …>`: the customer's chat window. */

import { LitElement, nothing, type PropertyValues } from "lit";
import { customElement, property, query, state } from "lit/decorators.js";
import type { QuickReply } from "../shared/chat";
import { pageStorage } from "../shared/storage";
import { brandProperties } from "./brand";
import { Chat } from "./chat";
import { Choices } from "./choices";
import { nearest, translator, type Language } from "./i18n";
import { forgetSignedIn } from "./identity";
import { countInTitle } from "./page-title";
import { styles } from "./styles";
import { panelView } from "./views/panel";
import { launcherView } from "./views/launcher";
import { followKeyboard } from "./viewport";
import { warn } from "./warn";

const NEAR_END_PX = 80;
const CLOCK_MS = 30_000;
/** The bot is shown typing from then on, as most answers come at once; later a turn has gone wrong. */
const TYPING_MS = { from: 400, until: 25_000 } as const;

@customElement("qingting-chat")
export class QingtingChat extends LitElement {
  static override styles = styles;

  /** Where the assistant is; this page's own host where left out. */
  @property() server = "";
  /** `zh-Hans`, `zh-Hant` or `en`; the page's language where left out. */
  @property() language = "";
  /** The company's colour, `#rrggbb`; everything stays readable in it. */
  @property() colour = "";
  /** Corner of the bubble: `right` or `left`. */
  @property({ reflect: true }) position: "right" | "left" = "right";
  /** `page` fills the window, anything else is a bubble. */
  @property({ reflect: true }) mode: "bubble" | "page" = "bubble";
  @property() heading = "";
  /** Said before the first message, instead of our own words. */
  @property() greeting = "";
  /** Address of the company's privacy policy. */
  @property() privacy = "";
  /** The embedding site's token that says who this is (docs/widget.md). */
  @property() identity = "";
  /** Large type, unless the customer has chosen otherwise. */
  @property({ type: Boolean, reflect: true }) large = false;
  @property({ type: Boolean, reflect: true }) open = false;

  @state() private draft = "";
  @state() private atEnd = true;
  @state() private dropping = false;
  @state() private menuOpen = false;
  @state() private noticeOpen = false;

  @query("#log") private readonly log!: HTMLElement | null;
  @query("#text") private readonly text!: HTMLTextAreaElement | null;

  private chat: Chat | null = null;
  private readonly choices = new Choices();
  private readonly cleanUp: (() => void)[] = [];
  private focusNext: string | null = null;
  private saidAt = 0;
  private openedFor = "";

  override connectedCallback(): void {
    super.connectedCallback();
    const own = this.page ? navigator.language : document.documentElement.lang || navigator.language;
    this.language = this.choices.language ?? nearest(this.language || own);
    this.large = this.choices.large ?? this.large;
    this.openChat();
    const ticking = setInterval(() => this.requestUpdate(), CLOCK_MS);
    document.addEventListener("visibilitychange", this.onVisible);
    this.cleanUp.push(
      followKeyboard(this),
      () => clearInterval(ticking),
      () => document.removeEventListener("visibilitychange", this.onVisible),
    );
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.chat?.stop();
    for (const end of this.cleanUp.splice(0)) end();
  }

  protected override render() {
    const { chat, shownLanguage: language } = this;
    if (!chat) return nothing;
    const t = translator(language);
    if (!this.shown) return launcherView(t, chat.unread, () => this.openPanel());
    return panelView({
      ...{ t, language, chat, page: this.page, heading: this.heading, greeting: this.greeting, privacy: this.privacy },
      ...{ large: this.large, draft: this.draft, atEnd: this.atEnd, dropping: this.dropping, typing: this.typing },
      ...{ menuOpen: this.menuOpen, noticeOpen: this.noticeOpen },
      onSay: (text, payload) => this.say(text, payload),
      onReply: ({ title, payload }: QuickReply) => this.say(title, payload),
      onQuote: (seq) => this.quote(seq),
      onDraft: (text) => this.keepDraft(text),
      onSend: () => this.sendDraft(),
      onEdit: (id) => this.edit(id),
      onScroll: () => this.onScroll(),
      onEnd: () => this.jumpToEnd(),
      onDropping: (dropping) => (this.dropping = dropping),
      onMinimise: () => this.closePanel(),
      onMenu: (open) => this.showMenu(open),
      onLarge: () => this.chooseLarge(),
      onLanguage: (value) => this.chooseLanguage(value),
      onNotice: (open) => this.showNotice(open),
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("colour")) this.paint();
    if (this.isConnected && this.openedFor !== this.visitor) this.openChat();
  }

  protected override updated(changed: PropertyValues): void {
    if (changed.has("language")) {
      this.chat?.connection.setLanguage(this.shownLanguage);
      if (this.page) document.documentElement.lang = this.shownLanguage;
    }
    if (this.page) document.title = this.heading || translator(this.shownLanguage)("title");
    countInTitle(this.chat?.unread ?? 0);
    this.fitComposer();
    if (this.atEnd && this.log && !this.empty) this.log.scrollTop = this.log.scrollHeight;
    this.tellSeen();
    if (this.focusNext) this.renderRoot.querySelector<HTMLElement>(this.focusNext)?.focus();
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

  /** The welcome is read from its beginning. */
  private get empty(): boolean {
    return this.chat?.connection.transcript.lastSeq === 0 && this.chat.outbox.unsent.length === 0;
  }

  /** Whose chat this is, as far as the page says. */
  private get visitor(): string {
    return `${this.server} ${this.identity}`;
  }

  /** The bot owes an answer to what was said a moment ago. */
  private get typing(): boolean {
    const { connection, outbox } = this.chat ?? {};
    const last = connection?.transcript.messages.at(-1);
    const bots = connection?.state.owner === "bot" || connection?.state.owner === "none";
    const owed = last?.author === "customer" && outbox?.unsent.length === 0;
    const since = Date.now() - this.saidAt;
    return bots && owed && connection.link === "online" && since >= TYPING_MS.from && since < TYPING_MS.until;
  }

  /** Begin, or begin anew as somebody else. */
  private openChat(identity = this.identity): void {
    const server = this.server || location.origin;
    this.openedFor = this.visitor;
    this.chat?.stop();
    if (!this.identity) forgetSignedIn(server);
    this.chat = new Chat(
      {
        ...{ server, identity, language: this.shownLanguage },
        changed: () => this.requestUpdate(),
        refused: ({ code, message }) => {
          warn(`identity was refused (${code}): ${message} The visitor stays anonymous.`);
          this.dispatchEvent(new CustomEvent("qingting-identity-refused", { detail: { code, message } }));
          this.openChat("");
        },
      },
      pageStorage("sessionStorage"),
    );
    this.draft = this.chat.draft;
    this.requestUpdate();
  }

  private paint(): void {
    const properties = this.colour ? brandProperties(this.colour) : {};
    if (!properties) warn(`colour="${this.colour}" is not understood: write it as #rrggbb.`);
    for (const [name, value] of Object.entries(properties ?? {})) this.style.setProperty(name, value);
  }

  private openPanel(): void {
    this.open = true;
    this.atEnd = true;
    this.focusNext = "#text";
  }

  private closePanel(): void {
    if (this.page) return;
    this.open = false;
    this.focusNext = ".launcher";
  }

  private showMenu(open: boolean): void {
    this.menuOpen = open;
    this.focusNext = open ? "#menu-items button" : "#menu";
  }

  private showNotice(open: boolean): void {
    this.menuOpen = false;
    this.noticeOpen = open;
    this.focusNext = open ? "#notice-close" : "#menu";
  }

  private chooseLarge(): void {
    this.large = !this.large;
    this.choices.chooseLarge(this.large);
  }

  private chooseLanguage(language: Language): void {
    this.language = language;
    this.choices.chooseLanguage(language);
  }

  private say(text: string, payload?: string): void {
    this.chat?.say(text, { payload });
    this.said();
  }

  private said(): void {
    this.atEnd = true;
    this.saidAt = Date.now();
    setTimeout(() => this.requestUpdate(), TYPING_MS.from);
    this.focusNext = "#text";
    this.requestUpdate();
  }

  private sendDraft(): void {
    const text = this.draft.trim();
    const { chat } = this;
    if (!chat || chat.tray.uploading || (!text && chat.tray.ready.length === 0)) return;
    this.keepDraft("");
    chat.say(text, { quoted: chat.quoted?.seq }, chat.tray.take());
    chat.quote(null);
    this.said();
  }

  private quote(seq: number | null): void {
    this.chat?.quote(seq);
    this.focusNext = "#text";
  }

  /** Back into the composer, for example because it was too long. */
  private edit(id: string): void {
    const taken = this.chat?.connection.takeBack(id);
    if (taken) this.keepDraft([taken.text, this.draft].filter(Boolean).join("\n"));
    if (taken?.quoted) this.chat?.quote(taken.quoted);
    if (taken?.attachments && taken.error !== "upload_gone") this.chat?.tray.putBack(taken.attachments);
    this.focusNext = "#text";
  }

  private keepDraft(text: string): void {
    this.draft = text;
    if (this.chat) this.chat.draft = text;
  }

  private readonly onVisible = () => {
    if (document.visibilityState === "visible") this.chat?.connection.sync();
    this.requestUpdate();
  };

  private onScroll(): void {
    if (this.log) this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_END_PX;
  }

  private jumpToEnd(): void {
    this.atEnd = true;
    this.focusNext = "#text";
  }

  private tellSeen(): void {
    if (!this.shown || !this.atEnd || document.visibilityState !== "visible") return;
    const last = this.chat?.connection.transcript.lastSeq ?? 0;
    if (last > 0) this.chat?.connection.seen(last);
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
