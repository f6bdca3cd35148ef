/** What a person may do with a conversation. */

import type { Outcome } from "../../shared/desk";
import { Observable } from "./observable";

export abstract class Acts extends Observable {
  /** Ask the server for it; it answers how the conversation stands then. */
  protected abstract move(act: string, body: object): Promise<void>;

  /** From the queue or the bot. */
  claim(): Promise<void> {
    return this.move("claim", {});
  }

  /** From a colleague. */
  takeOver(reason: string): Promise<void> {
    return this.move("claim", { take_over: true, reason });
  }

  transfer(to: string, note: string): Promise<void> {
    return this.move("transfer", { to, note });
  }

  giveBack(reason: string): Promise<void> {
    return this.move("return", { reason });
  }

  close(outcome: Outcome, note: string): Promise<void> {
    return this.move("close", { outcome, note });
  }

  reopen(reason: string): Promise<void> {
    return this.move("reopen", { reason });
  }

  /** Out of the way until then; null: back at once. */
  putAside(until: string | null): Promise<void> {
    return this.move("aside", { until });
  }
}
