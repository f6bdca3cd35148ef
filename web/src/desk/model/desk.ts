/** A signed-in desk: the feed, the list, the open conversation, and presence. */

import type { Agent, Conversation, DeskEvent, Items, Permission, Session } from "../../shared/desk";
import type { Activity } from "../../shared/replies";
import { ApiError, type HttpApi } from "../api";
import { t, tCode } from "../i18n";
import { Feed, type FeedState } from "../feed";
import { Alerts, BrowserBell } from "./alerts";
import { Assigned } from "./assigned";
import { Callbacks } from "./callbacks";
import { Drafts } from "./drafts";
import { Observable } from "./observable";
import { People } from "./people";
import { OwnPresence } from "./presence";
import { Queue } from "./queue";
import { href } from "./route";
import { Search } from "./search";
import { Thread } from "./thread";

export class Desk extends Observable {
  readonly session: Session;
  readonly queue: Queue;
  readonly callbacks: Callbacks;
  readonly presence: OwnPresence;
  readonly alerts: Alerts;
  readonly search: Search;
  readonly assigned: Assigned;
  readonly people: People;
  thread: Thread | null = null;
  feedState: FeedState = "reconnecting";
  /** The last failure to show; a new object each time. */
  failure: { error: unknown } | null = null;
  agents: readonly Agent[] = [];
  activities: readonly Activity[] = [];
  readonly api: HttpApi;
  readonly #drafts = new Drafts();
  readonly #feed: Feed;
  readonly #listeners = new Set<(event: DeskEvent) => void>();

  constructor(api: HttpApi, session: Session) {
    super();
    this.api = api;
    this.session = session;
    this.presence = new OwnPresence(api);
    const bell = new BrowserBell();
    this.alerts = new Alerts(bell, majorText);
    this.people = new People(api, this.fail);
    this.assigned = new Assigned(api, session.agent.id, (conversation) => {
      const { title, body, open } = assignedText(conversation);
      bell.ring(title, body, open);
    });
    this.queue = new Queue(api, this.fail, (waiting) => {
      this.alerts.see(waiting);
      this.assigned.see(waiting);
    });
    this.callbacks = new Callbacks(api, this.fail);
    this.search = new Search(api, this.fail);
    this.#feed = new Feed("/api/v1/events/stream", session.last_event_id, {
      onEvent: (event) => this.#onEvent(event),
      onActivities: (activities) => this.#onActivities(activities),
      onState: (state) => this.#onFeed(state),
      onSignedOut: () => api.onSignedOut(),
    });
  }

  may(permission: Permission): boolean {
    return this.session.permissions.includes(permission);
  }

  start(): void {
    this.#feed.start();
    this.queue.show(this.queue.view);
    void this.callbacks.load();
    void this.people.load();
    this.loadAgents().catch(this.fail);
    if (this.may("handle_conversations")) this.presence.start();
  }

  stop(): void {
    this.#feed.stop();
    this.queue.stop();
    this.callbacks.stop();
    this.thread?.stop();
    this.presence.stop();
  }

  open(id: string | null): void {
    if (id === (this.thread?.id ?? null)) return;
    this.thread?.stop();
    this.thread = id ? new Thread(id, this.api, this.#drafts, this.fail, this.session.agent.id) : null;
    void this.thread?.open();
    this.changed();
  }

  async loadAgents(): Promise<readonly Agent[]> {
    this.agents = (await this.api.get<Items<Agent>>("/agents")).items;
    this.changed();
    return this.agents;
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

  forgetFailure(): void {
    this.failure = null;
    this.changed();
  }

  #onEvent(event: DeskEvent): void {
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
      this.callbacks.refresh();
      this.thread?.refresh();
    }
    this.changed();
  }
}

/** No words of the customer: a notification also shows on a locked screen. */
function majorText(conversation: Conversation) {
  return { ...notification(conversation), title: t("alert.major") };
}

function assignedText(conversation: Conversation) {
  return { ...notification(conversation), title: t("assigned.title") };
}

function notification({ id, level, channel, scenario }: Conversation) {
  return {
    body: `${scenario ? tCode("scenario", scenario) : t(`level.${level}`)} · ${tCode("channel", channel)}`,
    open: () => (location.hash = href({ page: "conversations", id })),
  };
}
