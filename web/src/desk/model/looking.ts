/** Which list a person looks at, and how it is narrowed: a reload of the tab does not change it. */

import { VIEWS, type View } from "../../shared/desk";
import { pageStorage } from "../../shared/storage";
import { FILTERS, NO_FILTER, type Filter } from "./filters";

export interface Looking {
  view: View;
  filter: Filter;
}

/** Under what a person leaves in the tab, so that it goes when they sign out. */
const key = (me: string) => `qingting:desk:${me}:list`;

export function remember(me: string, looking: Looking): void {
  pageStorage("sessionStorage").setItem(key(me), JSON.stringify(looking));
}

export function remembered(me: string): Looking {
  const kept = read(pageStorage("sessionStorage").getItem(key(me)));
  const view = VIEWS.find((one) => one === kept.view) ?? "waiting";
  const known = FILTERS.filter((field) => typeof kept.filter?.[field] === "string").map((field) => [field, kept.filter?.[field]]);
  return { view, filter: { ...NO_FILTER, ...(Object.fromEntries(known) as Partial<Filter>) } };
}

function read(text: string | null): Partial<Looking> {
  try {
    return (JSON.parse(text ?? "{}") as Partial<Looking> | null) ?? {};
  } catch {
    return {}; // Damaged: as on the first day.
  }
}
