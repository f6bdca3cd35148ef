/** One sentence per signal: what to avoid, and what helps instead. */
export const avoid = {
  "avoid.avoid_regulator": "不要劝阻客户向监管反映，也不要承诺结果；说明处理流程和具体答复日期。",
  "avoid.avoid_media": "不要回应“曝光”本身，也不要以此谈条件；不评论、不外传，只谈具体问题和下一步时间。",
  "avoid.avoid_legal": "不要评价责任或胜负；尊重客户的权利，如实记录争议点，并说明由谁、在何时书面答复。",
  "avoid.avoid_violence": "不要激化、不要对抗；语气平稳，立即通知主管，按安全流程处理并保留原话。",
  "avoid.avoid_self_harm": "不要追问对错、不要让客户独自等待；先关心人身安全，立即通知主管，必要时联系紧急救助。",
  "avoid.avoid_group": "不要透露其他客户的情况，也不要统一许诺；逐人记录各自的保单和诉求。",
  "avoid.avoid_repeat": "不要让客户从头再说一遍；先复述已知情况，说明上次办到哪一步、这次何时答复。",
  "avoid.avoid_vip": "不要因身份许诺例外；同样的标准，更快的回应，给出负责人和具体时间。",
  "avoid.avoid_influencer": "不要因影响力而特殊许诺或过度解释；只说已核实的事实，每句话都可公开。",
  "avoid.avoid_excessive_demand": "不要讨价还价，也不要当场拒绝或指责；复述具体问题，如实记录诉求，说明依据和答复时间。",
  "avoid.avoid_staff_fraud": "不要替同事辩解，也不要认定责任；保全证据，请客户提供经过，说明由独立人员核查和答复时间。",
  "avoid.avoid_lost_patience": "不要争辩，不要只说“请您等一下”；先致歉并说出具体问题，再给出确切的时间。",
};
