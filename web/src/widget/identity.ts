/** What the embedding page says of its visitor. Only the server checks it; here it only keeps storage apart. */

import type { Failure } from "../shared/chat";
import { keysOf, pageStorage, type KeyValues } from "../shared/storage";

/** The embedding site's token, and whom to tell where it does not count. */
export interface Named {
  token: string;
  refused: (failure: Failure) => void;
}

/** Which customer a token speaks of, for names of storage keys; empty where it cannot be read. */
export function subjectOf(token: string): string {
  try {
    const part = (token.split(".")[1] ?? "").replace(/-/g, "+").replace(/_/g, "/");
    const bytes = Uint8Array.from(atob(part), (one) => one.codePointAt(0) ?? 0);
    const { sub } = JSON.parse(new TextDecoder().decode(bytes)) as { sub?: unknown };
    return typeof sub === "string" ? sub : "";
  } catch {
    return "";
  }
}

/** Where this visitor's things are kept: a signed-in customer's end with the tab. */
export function keeping(server: string, identity: string): { storage: KeyValues; scope: string } {
  const ofTab = pageStorage("sessionStorage");
  if (identity) return { storage: ofTab, scope: `${server}#${subjectOf(identity)}` };
  return { storage: pageStorage("localStorage"), scope: server };
}

/** Nobody is signed in (any more): nothing of those who were stays behind. */
export function forgetSignedIn(server: string): void {
  const ofTab = pageStorage("sessionStorage");
  for (const key of keysOf(ofTab, `qingting:${server}#`)) ofTab.removeItem(key);
}
