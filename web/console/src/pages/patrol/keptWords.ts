/** Words of 待处理的记录. */
export const kept = {
  zh: {
    title: '待处理的记录', kind: '类型', state: '状态', by: '记录人', happened: '发生时间', received: '送达时间', why: '原因或两份内容', empty: '没有待处理的记录', emptyHint: '手机送来的记录都已接收，也没有两个人写得不同的内容。',
    states: { conflict: '两份不同，待核定', rejected: '未接收', waiting: '等待前置记录', settled: '已处理' },
    kinds: { place_correct: '场所更正', visit_submit: '巡查', place_propose: '新场所', hazard_report_fixed: '整改上报', hazard_review: '复查', task_defer: '任务延后', doubt_explain: '本人说明', building_draw: '楼栋', household_knock: '入户走访', duty_start: '上岗', duty_end: '下岗' },
    wrote: '{by} 于 {at} 记下“{kind}”，{received} 送达。', field: '项目', this: '这一份', other: '现行的一份', ledger: '台账原有', how: '怎么处理', note: '怎么核实的、为什么这样处理（必填）', settle: '确认处理', done: '已处理，记录人下次同步时会看到', content: '手机送来的原始内容',
    choices: { take: '采用这一份', former: '保留现行的一份', both: '两份都保留', hand: '都不对，手工填写', plain_hand: '已在电脑上另行登记', plain_former: '不采用' },
  },
  en: {
    title: 'Records to settle', kind: 'Kind', state: 'State', by: 'Written by', happened: 'Happened', received: 'Received', why: 'Reason or the two versions', empty: 'Nothing to settle', emptyHint: 'Everything the phones sent was taken in, and nobody contradicts anybody.',
    states: { conflict: 'Two versions', rejected: 'Not accepted', waiting: 'Waits for another record', settled: 'Settled' },
    kinds: { place_correct: 'Correction', visit_submit: 'Visit', place_propose: 'New place', hazard_report_fixed: 'Reported fixed', hazard_review: 'Review', task_defer: 'Deferral', doubt_explain: 'Explanation', building_draw: 'Building', household_knock: 'Household visit', duty_start: 'On duty', duty_end: 'Off duty' },
    wrote: '{by} wrote “{kind}” at {at}; received {received}.', field: 'Field', this: 'This record', other: 'What stands', ledger: 'in the ledger', how: 'How to settle it', note: 'How it was checked and why (required)', settle: 'Settle', done: 'Settled; the writer sees it at the next sync', content: 'What the phone sent',
    choices: { take: 'Take this one', former: 'Keep what stands', both: 'Keep both', hand: 'Neither: enter by hand', plain_hand: 'Entered at the desk', plain_former: 'Leave it' },
  },
}
