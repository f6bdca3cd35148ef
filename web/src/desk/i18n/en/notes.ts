import type { notes as zh } from "../zh/notes";

export const notes: Record<keyof typeof zh, string> = {
  "note.mode": "What to write",
  "note.reply": "Reply",
  "note.note": "Private note",
  "note.composer": "A note for colleagues; the customer never sees it",
  "note.save": "Keep",
  "note.hint": "Seen by colleagues only · @ names one",
  "note.only_inside": "Private note",
  "note.mentioned": "A colleague names you in a note.",
  "note.seen": "Seen",
  "note.you": "Names you",
  "canned.hint": "Enter to send · Shift+Enter for a new line · / for canned words",
};
