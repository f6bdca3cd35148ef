import type { search as zh } from "../zh/search";

export const search: Record<keyof typeof zh, string> = {
  "nav.search": "Search",
  "find.label": "Find in this conversation",
  "find.older": "Older place",
  "find.newer": "Newer place",
  "find.none": "Not found",
  "find.looking": "Looking…",
  "search.title": "Search",
  "search.hint": "Number, words, phone number",
  "search.hint_words": "Number, words or notes",
  "search.explain":
    "Looks through what customers and agents said, notes, facts, reasons of corrections, names of files and groups, and case numbers; several words, with blanks between, must stand together. Phone and policy numbers must be typed in full. That you search is on the record, what for is not.",
  "search.look": "Search",
  "search.empty": "Nothing was found.",
  "search.found": "Conversations found: {n}.",
  "search.shown": "The {n} newest conversations; there are older ones.",
  "search.older": "Show older ones",
  "search.narrow": "Add words to find the rest.",
  "search.in_number": "Number",
  "search.in_note": "Note",
  "search.in_correction": "Why it was corrected",
  "search.in_merge": "Why it was merged",
  "search.in_callback": "Note of a call",
  "search.in_file": "File",
  "search.in_group": "Group",
  "search.in_value": "Personal value",
};
