/** Words of a person's page. */
export default {
  zh: {
    toWork: '查看工作', counts: '工作情况', hint: '{posts} · {from} ～ {to}', own: '这是您自己的页面；有权限的人看到的是在其范围内的同一份，每次查看都有审计。不含轨迹。', other: '只列工作，不含轨迹；本次查看已记入审计。', period: '期间',
    visits: '巡查', tasks: '漏查任务', hazards: '发现隐患', reviews: '复查', doubts: '质量提醒', none: '期间内没有', shown: '最近 {n} 条', byDay: '每日巡查', visitsCount: '巡查家次', places: '巡查场所', days: '出勤天数', notEntered: '到场未查', due: '到期任务', done: '已完成', missed: '漏查',
    found: '发现隐患', closed: '其中已销案', reviewed: '复查', failed: '其中不通过', doubted: '存疑', answered: '已说明', back: '返回',
  },
  en: { toWork: 'Work', counts: 'Work done', visits: 'Visits', tasks: 'Tasks missed', hazards: 'Hazards found', reviews: 'Reviews', doubts: 'Quality notes', none: 'None in this period' },
}
