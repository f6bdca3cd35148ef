/** Call-backs and filters. */
export const lists = {
  "callback.tab": "回电",
  "callback.empty": "没有要回的电话。",
  "callback.open": "打开 {time} 回电 {number} 的对话",
  "callback.due": "该回电了",
  "callback.missed": "已错过",
  "callback.done": "已回电",
  "callback.done_of": "{time} {number}：已回电",
  "filter.level": "级别",
  "filter.channel": "渠道",
  "filter.scenario": "情形",
  "filter.team_id": "团队",
  "filter.clear": "清除筛选",
  "filter.none": "没有符合筛选的对话。",
};
