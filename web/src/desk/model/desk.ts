/** A signed-in desk: the feed, the list, the open conversation, and presence. */

import type { Agent, Conversation, DeskEvent, Items, Permission, Session } from "../../shared/desk";
import type { Activity } from "../../shared/replies";
import { ApiError, type HttpApi } from "../api";
import { t, tCode } from "../i18n";
import { Feed, type FeedState } from "../feed";
import { Alerts, type AlertKind } from "./alerts";
import { Assigned } from "./assigned";
import { BrowserBell, type Ring } from "./bell";
import { Callbacks } from "./callbacks";
import { Drafts } from "./drafts";
import { fits, NO_FILTER } from "./filters";
import { Observable } from "./observable";
import { People } from "./people";
import { OwnPresence } from "./presence";
import { Queue } from "./queue";
import { href, readRoute } from "./route";
import { Recording } from "./recording";
import { Search } from "./search";
import { Thread } from "./thread";
import { Unread } from "./unread";

export class Desk extends Observable {
  readonly session: Session;
  readonly queue: Queue;
  readonly callbacks: Callbacks;
  readonly presence: OwnPresence;
  readonly unread: Unread;
  readonly alerts: Alerts;
  readonly search: Search;
  readonly assigned: Assigned;
  readonly people: People;
  readonly recording: Recording;
  thread: Thread | null = null;
  feedState: FeedState = "reconnecting";
  /** The last failure to show; a new object each time. */
  failure: { error: unknown } | null = null;
  agents: readonly Agent[] = [];
  activities: readonly Activity[] = [];
  readonly api: HttpApi;
  readonly #drafts: Drafts;
  readonly #feed: Feed;
  readonly #listeners = new Set<(event: DeskEvent) => void>();

  constructor(api: HttpApi, session: Session) {
    super();
    this.api = api;
    this.session = session;
    this.#drafts = new Drafts(session.agent.id);
    this.presence = new OwnPresence(api);
    const bell = new BrowserBell();
    this.unread = new Unread(session.agent.id, () => {
      const route = readRoute(location.hash);
      return document.visibilityState === "visible" && route.page === "conversations" ? route.id : null;
    });
    this.alerts = new Alerts(session.agent.id, this.unread, bell, (kind, row) => alert(row, t(`alert.${kind}`), kind));
    this.people = new People(api, this.fail);
    this.assigned = new Assigned(api, session.agent.id, (row) => bell.ring(alert(row, t("assigned.title"))));
    this.queue = new Queue(api, session.agent.id, this.fail, (mine) => {
      this.assigned.see(mine);
      this.alerts.settle(mine);
    });
    this.callbacks = new Callbacks(api, this.fail);
    this.search = new Search(api, this.fail);
    this.recording = new Recording(api, this.fail);
    this.#feed = new Feed("/api/v1/events/stream", session.last_event_id, {
      onEvent: (event) => this.#onEvent(event),
      onActivities: (activities) => this.#onActivities(activities),
      onRows: (rows) => this.#onRows(rows),
      onState: (state) => this.#onFeed(state),
      onSignedOut: () => api.onSignedOut(),
    });
  }

  may(permission: Permission): boolean {
    return this.session.permissions.includes(permission);
  }

  start(): void {
    this.#feed.start();
    window.addEventListener("offline", this.#onOffline);
    window.addEventListener("online", this.#onOnline);
    document.addEventListener("visibilitychange", this.#look);
    this.queue.show(this.queue.view);
    void this.callbacks.load();
    void this.people.load();
    this.loadAgents().catch(this.fail);
    if (this.may("handle_conversations")) this.presence.start();
  }

  stop(): void {
    this.#feed.stop();
    window.removeEventListener("offline", this.#onOffline);
    window.removeEventListener("online", this.#onOnline);
    document.removeEventListener("visibilitychange", this.#look);
    this.queue.stop();
    this.callbacks.stop();
    this.thread?.stop();
    this.presence.stop();
  }

  forgetDrafts(): void {
    this.#drafts.clear();
  }

  open(id: string | null): void {
    if (id === (this.thread?.id ?? null)) {
      this.#look();
      return;
    }
    const left = this.thread?.detail?.conversation;
    if (left) this.unread.saw(left.id, left.last_seq); // One's own last words may come back over the feed only later.
    this.thread?.stop();
    const thread = id ? new Thread(id, this.api, this.#drafts, this.fail, this.session.agent.id) : null;
    if (thread) thread.seen = this.unread.upTo(thread.id);
    this.thread = thread;
    void thread?.open().then(this.#look);
    this.changed();
  }

  /** To the most urgent one that waits. */
  next(): void {
    const { queue } = this;
    const row = queue.next(this.thread?.id ?? null);
    if (!row) return;
    queue.look("waiting", fits(row, queue.filter) ? queue.filter : NO_FILTER);
    location.hash = href({ page: "conversations", id: row.id });
  }

  /** What somebody has just taken leaves the list of those who wait: theirs is shown, with it. */
  followTaken(): void {
    const { queue } = this;
    if (queue.view === "waiting") queue.look("mine", { ...queue.filter, overdue: "", team_id: "", agent_id: "" }); // Of those who wait.
  }

  /** Whether something was written there and not sent. */
  hasDraft(id: string): boolean {
    return [id, `note:${id}`].some((one) => this.#drafts.text(one).trim() !== "");
  }

  async loadAgents(): Promise<readonly Agent[]> {
    this.agents = (await this.api.get<Items<Agent>>("/agents")).items;
    this.changed();
    return this.agents;
  }

  /** Of people, teams and canned words, by id or code. */
  get names(): ReadonlyMap<string, string> {
    const { teams, canned } = this.people;
    return new Map([
      ...this.agents.map(({ id, display_name }) => [id, display_name] as const),
      ...teams.map(({ id, name }) => [id, name] as const),
      ...canned.map(({ code }) => [code, this.people.cannedTitle(code)] as const),
    ]);
  }

  /** For views that follow the feed as long as they are shown. */
  listen(listener: (event: DeskEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  readonly fail = (error: unknown): void => {
    if (error instanceof ApiError && error.status === 401) return;
    this.failure = { error };
    this.changed();
  };

  /** Whether something can be sent; says so where it cannot. */
  sendable(): boolean {
    if (this.feedState !== "offline") return true;
    this.fail(new ApiError(0, "offline", "The server cannot be reached."));
    return false;
  }

  forgetFailure(): void {
    this.failure = null;
    this.changed();
  }

  readonly #onOffline = () => this.#feed.lost();
  readonly #onOnline = () => this.#feed.retry();

  /** What stands open before the person is read. */
  readonly #look = () => {
    const row = this.thread?.detail?.conversation;
    if (row && this.unread.isHere(row.id)) this.unread.saw(row.id, row.last_seq);
  };

  #onRows(rows: readonly Conversation[]): void {
    for (const { id, last_seq } of rows) if (this.unread.isHere(id)) this.unread.saw(id, last_seq);
    this.alerts.see(rows);
    this.queue.onRows(rows);
  }

  #onEvent(event: DeskEvent): void {
    this.alerts.onEvent(event);
    this.queue.onEvent(event);
    this.callbacks.onEvent(event);
    this.thread?.onEvent(event);
    for (const listener of this.#listeners) listener(event);
  }

  #onActivities(activities: readonly Activity[]): void {
    this.activities = activities;
    if (this.agents.length === 0 && activities.some(({ who }) => who.startsWith("agent:"))) this.loadAgents().catch(this.fail);
    this.changed();
  }

  #onFeed(state: FeedState): void {
    this.feedState = state;
    this.activities = []; // A new line tells all of them again.
    if (state === "live") {
      this.queue.refresh();
      this.alerts.load(this.api).catch(this.fail);
      this.callbacks.refresh();
      this.thread?.refresh();
    }
    this.changed();
  }
}

/** No words of the customer: a notification also shows on a locked screen. */
function alert({ id, level, channel, scenario }: Conversation, title: string, kind?: AlertKind): Ring {
  return {
    tag: id,
    title,
    body: `${scenario ? tCode("scenario", scenario) : t(`level.${level}`)} · ${tCode("channel", channel)}`,
    open: () => (location.hash = href({ page: "conversations", id })),
    urgent: kind !== "mentioned" && kind !== "message" && kind !== "back",
  };
}
