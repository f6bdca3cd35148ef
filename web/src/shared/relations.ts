/** Cases that are one matter, as `docs/desk-api.md` fixes it. */

import type { EarlierCase } from "./brief";

export interface SimilarCase extends EarlierCase {
  /** Names of facts that are the same, and `cause`. */
  shared: string[];
}

export interface Relations {
  into: EarlierCase | null;
  why: string;
  merged: EarlierCase[];
  group: string | null;
  members: EarlierCase[];
  similar: SimilarCase[];
}
