/** The case file. */
export const caseFile = {
  "file_of.open": "投诉档案",
  "file_of.title": "投诉档案 {number}",
  "file_of.made": "由 {name} 于 {time} 生成",
  "file_of.masked": "个人信息已遮盖。",
  "file_of.clear": "含个人信息原文，仅供办理本投诉使用，请妥善保管。",
  "file_of.case": "时间",
  "file_of.ended": "结束时间",
  "file_of.facts": "要素",
  "file_of.talk": "对话记录",
  "file_of.ai": "AI 自动回复",
  "file_of.ai_note": "标有“AI 自动回复”的内容由程序生成，未经人工逐条审核。",
  "file_of.attachments": "附件",
  "file_of.events": "办理记录",
  "file_of.reveal": "显示个人信息",
  "file_of.save": "保存为网页",
  "file_of.print": "打印或存为 PDF",
};
