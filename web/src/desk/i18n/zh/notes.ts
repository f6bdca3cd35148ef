/** Private notes and canned words. */
export const notes = {
  "note.mode": "写什么",
  "note.reply": "回复客户",
  "note.note": "内部备注",
  "note.composer": "写给同事的备注，客户看不到",
  "note.save": "记下",
  "note.hint": "只有同事看得到 · 用 @ 提到同事",
  "note.only_inside": "内部备注",
  "note.mentioned": "同事在备注中提到了您。",
  "note.seen": "知道了",
  "note.you": "提到您",
  "canned.hint": "Enter 发送 · Shift+Enter 换行 · 输入 / 选用常用语",
};
