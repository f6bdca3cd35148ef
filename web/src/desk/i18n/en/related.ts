import type { related as zh } from "../zh/related";

export const related: Record<keyof typeof zh, string> = {
  "related.title": "Related cases",
  "related.none": "There are no related cases.",
  "related.merged_into": "A duplicate, merged into:",
  "related.merged": "Duplicates merged into this case",
  "related.group": "One matter, {n} cases:",
  "related.similar": "Similar cases of the last {n} days",
  "related.merge": "Merge into…",
  "related.merge_title": "This case is a duplicate",
  "related.merge_hint":
    "It is closed as merged; its conversation stays readable, and the case that stays gets the higher level. A wrong merge can be undone.",
  "related.into": "The case that stays (number)",
  "related.why": "Why both are one",
  "related.unmerge": "Undo the merge",
  "related.link": "Link with…",
  "related.link_title": "Link cases of one matter",
  "related.link_hint": "Each is handled on its own and shows the others.",
  "related.with": "The other case (number)",
  "related.name": "Name of the matter (needed for a new one; no personal values)",
  "related.unlink": "Take out",
  "case_state.merged": "Merged",
  "event.case.merged": "Duplicate merged",
  "event.case.unmerged": "Merge undone",
  "event.case.linked": "Linked with other cases",
  "event.case.unlinked": "Link removed",
};
