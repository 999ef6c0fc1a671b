/** Words of 我的工作台. */
export default {
  zh: {
    title: '我的工作台', hint: '只列需要您出面的事，按后果排列；办完一件少一件。', all: '查看全部 {n} 条', clear: '现在没有需要您处理的事', clearHint: '已核对：{what}。有新情况会出现在这里，并有消息提醒。', samples: '待复核的抽查', samplesWhy: '抽到的巡查要到现场复核，结果只用来改进工作。',
    asOf: '截至 {at}', goHazards: '看全部隐患',
  },
  en: { title: 'My desk', hint: 'Only what needs you, ordered by consequence.', all: 'See all {n}', clear: 'Nothing needs you now', clearHint: 'Looked at: {what}.', samples: 'Re-inspections drawn', samplesWhy: 'Drawn visits are to be looked at again on site.', asOf: 'as of {at}', goHazards: 'All hazards' },
}
