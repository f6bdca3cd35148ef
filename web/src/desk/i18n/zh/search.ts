/** Looking for conversations. */
export const search = {
  "nav.search": "搜索",
  "search.title": "搜索",
  "search.hint": "编号、原话、备注，或完整的手机号、保单号",
  "search.hint_words": "编号、原话或备注",
  "search.explain": "在客户和坐席说过的话、内部备注、要素和投诉编号里查找；几个词用空格分开，须同时出现。手机号、保单号等须完整输入。搜索会被记录，但不记录所搜内容。",
  "search.look": "搜索",
  "search.empty": "没有找到。",
  "search.found": "找到 {n} 个对话。",
  "search.more": "还有更多，请多写几个词。",
  "search.in_number": "编号",
  "search.in_note": "备注",
  "search.in_value": "敏感信息",
};
