import type { caseFile as zh } from "../zh/case-file";

export const caseFile: Record<keyof typeof zh, string> = {
  "file_of.open": "Case file",
  "file_of.title": "Case file {number}",
  "file_of.made": "Made by {name}, {time}",
  "file_of.masked": "Personal values are masked.",
  "file_of.clear": "Contains personal values in clear text. For this complaint only; keep it safe.",
  "file_of.case": "Times",
  "file_of.ended": "Ended",
  "file_of.facts": "Facts",
  "file_of.missing": "Still missing: {names}",
  "file_of.talk": "Conversation",
  "file_of.ai": "AI answer",
  "file_of.ai_judged": "AI judgement",
  "file_of.ai_note": "What is marked as AI answer or AI judgement was made by a program and not checked by a person line by line.",
  "file_of.attachments": "Attachments",
  "file_of.events": "What was done",
  "file_of.reveal": "Show personal values",
  "file_of.save": "Save as a web page",
  "file_of.print": "Print, or save as PDF",
};
