/** A signed-in desk: the feed, the list, the open conversation, and presence. */

import type { Agent, DeskEvent, Items, Permission, Session } from "../../shared/desk";
import { ApiError, type HttpApi } from "../api";
import { Feed, type FeedState } from "../feed";
import { Callbacks } from "./callbacks";
import { Drafts } from "./drafts";
import { Observable } from "./observable";
import { Queue } from "./queue";
import { Thread } from "./thread";

const PRESENCE_MS = 20_000;

export class Desk extends Observable {
  readonly session: Session;
  readonly queue: Queue;
  readonly callbacks: Callbacks;
  thread: Thread | null = null;
  feedState: FeedState = "reconnecting";
  /** The last failure to show; a new object each time. */
  failure: { error: unknown } | null = null;
  agents: readonly Agent[] = [];
  readonly api: HttpApi;
  readonly #drafts = new Drafts();
  readonly #feed: Feed;
  readonly #listeners = new Set<(event: DeskEvent) => void>();
  #presence: ReturnType<typeof setInterval> | undefined;

  constructor(api: HttpApi, session: Session) {
    super();
    this.api = api;
    this.session = session;
    this.queue = new Queue(api, this.fail);
    this.callbacks = new Callbacks(api, this.fail);
    this.#feed = new Feed("/api/v1/events/stream", session.last_event_id, {
      onEvent: (event) => this.#onEvent(event),
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
    if (!this.may("handle_conversations")) return;
    const beat = () => {
      this.api.send("PUT", "/session/presence", { present: true }).catch(() => undefined);
    };
    beat();
    this.#presence = setInterval(beat, PRESENCE_MS);
  }

  stop(): void {
    this.#feed.stop();
    this.queue.stop();
    this.callbacks.stop();
    this.thread?.stop();
    clearInterval(this.#presence);
  }

  open(id: string | null): void {
    if (id === (this.thread?.id ?? null)) return;
    this.thread?.stop();
    this.thread = id ? new Thread(id, this.api, this.#drafts, this.fail) : null;
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

  #onFeed(state: FeedState): void {
    this.feedState = state;
    if (state === "live") {
      this.queue.refresh();
      this.callbacks.refresh();
      this.thread?.refresh();
    }
    this.changed();
  }
}
