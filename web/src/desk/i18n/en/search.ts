import type { search as zh } from "../zh/search";

export const search: Record<keyof typeof zh, string> = {
  "nav.search": "Search",
  "search.title": "Search",
  "search.hint": "Number, words, notes, or a phone or policy number in full",
  "search.hint_words": "Number, words or notes",
  "search.explain":
    "Looks through what customers and agents said, notes, facts and case numbers; several words, with blanks between, must stand together. Phone and policy numbers must be typed in full. That you search is on the record, what for is not.",
  "search.look": "Search",
  "search.empty": "Nothing was found.",
  "search.found": "Conversations found: {n}.",
  "search.more": "There are more; add words.",
  "search.in_number": "Number",
  "search.in_note": "Note",
  "search.in_value": "Personal value",
};
