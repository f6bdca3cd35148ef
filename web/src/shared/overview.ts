/** The supervisors' numbers, as `docs/desk-api.md` fixes them. */

export interface Count {
  key: string;
  count: number;
}

export interface LevelKept {
  measure: "claim" | "first_answer" | "acceptance";
  within_minutes: number;
  target: number;
  met: number;
  missed: number;
  running: number;
  /** Null while nothing is decided. */
  share: number | null;
}

export interface Overview {
  at: string;
  since: string;
  waiting: { count: number; major: number; overdue: number; oldest_at: string | null };
  levels: LevelKept[];
  by_hour: number[];
  by_channel: Count[];
  by_level: Count[];
  by_cause: Count[];
  /** Replies by the canned words that they began from. */
  by_canned: Count[];
  waits: { since: number; until: number | null; count: number }[];
  median_wait_seconds: number | null;
}
