/** Words of 街道页. */
export default {
  zh: {
    people: '在岗人员', peopleHint: '期间最后一天在岗', peopleEmpty: '这里没有在岗人员', person: '人员', posts: '岗位', visits: '巡查家次', notEntered: '到场未查', due: '到期任务', done: '已完成', missed: '漏查', last: '最近一次',
    months: '得分走势', monthsHint: '六个自然月', monthPart: '{month} 的构成', overdue: '逾期清单', overdueHint: '前 10 处', overdueNone: '没有逾期的隐患', all: '查看全部', steps: '五步法', toSteps: '打开五步法',
    area: '区域', parts: '下级区域', noPeople: '您没有查看人员的权限', number: '编号', place: '场所', title: '隐患', dueOn: '期限',
  },
  en: { people: 'People on posts', months: 'Score by month', overdue: 'Overdue', steps: 'Five steps', person: 'Person', posts: 'Posts', visits: 'Visits' },
}
