/** Words of 质量抽查. */
export const quality = {
  zh: {
    title: '质量抽查', tab: '抽查清单', doubts: '质量提醒', state: '复核', week: '所属周', weekOf: '{date} 起一周', place: '场所', by: '巡查人', visit: '巡查', why: '抽中方式', reasons: '提醒内容', explanation: '本人说明', result: '复核结果', at: '复核时间', who: '复核人', area: '区域',
    noExplanation: '没有写说明', noReasons: '随机抽中，没有提醒', empty: '还没有抽查清单', emptyHint: '每个镇街一周抽一次，从已结束的一周里抽。有提醒的和没有提醒的都会抽到，被抽中不说明有问题。',
    emptyDoubts: '没有质量提醒', emptyDoubtsHint: '提醒先给巡查人本人看；本人说明之后，或过一个工作日没有说明，才会出现在这里。', doubtsHint: '本人已说明，或过了一个工作日。提醒不是结论，到场复核才是。', drawn: '已抽中', notDrawn: '未抽中', listed: '列入时间', score: '分值', scoreOf: '{n} / 100',
    draw: '抽取一周', drawWords: '由系统随机抽取并记下随机种子；一个镇街一周只抽一次，您自己的巡查不参加。其中至少四成从没有提醒的巡查里抽。', street: '镇街', count: '抽取条数', drawNow: '抽取', done: '已抽取 {n} 条',
    draws: '最近的抽取', drawLine: '从 {doubted} 条有提醒、{others} 条无提醒中抽 {drawn} 条', progress: '已复核 {done} / {drawn}', rate: '相符率 {rate}', noRate: '尚无复核', seed: '随机种子 {seed}', again: '重抽核对', same: '按种子和名单重抽，结果一致', differs: '按种子和名单重抽，结果不一致，请联系审计管理员', by_at: '{name} {at} 抽取',
    record: '记录复核结果', recordHint: '到场看过之后再记录。结果记下后不能修改。', match: '相符', mismatch: '不符', what: '哪里不符', note: '现场情况', notePlaceholder: '例：灭火器压力不足，记录为合格', photos: '现场照片', save: '保存结果', saved: '已记录复核结果', own: '这是您自己的巡查，请由他人复核。', openVisit: '打开巡查记录', like: '相似照片', mine: '这次的照片', other: '另一张（{where}）', elsewhere: '与“{where}”的照片几乎相同', measured: '系统记录到',
    states: { open: '待复核', match: '相符', mismatch: '不符' },
    differences: { not_visited: '场所反映没有来过', items: '检查结果与现场不符', hazard_missed: '现场隐患未记录', photo: '照片与现场不符', other: '其他' },
  },
  en: {
    title: 'Re-inspection', tab: 'Drawn visits', doubts: 'Quality notes', state: 'State', week: 'Week', weekOf: 'Week of {date}', place: 'Place', by: 'Visited by', visit: 'Visit', why: 'Drawn', reasons: 'Notes', explanation: 'Their word', result: 'Result', at: 'Re-inspected at', who: 'By', area: 'Area',
    noExplanation: 'No word given', noReasons: 'Drawn at random; no notes', empty: 'Nothing drawn yet', emptyHint: 'Each street and week is drawn once, after the week is over. Visits with and without notes are drawn; being drawn says nothing.',
    draw: 'Draw a week', street: 'Street', count: 'How many', drawNow: 'Draw', record: 'Record the result', match: 'As recorded', mismatch: 'Not as recorded', what: 'What differs', note: 'What was found', photos: 'Photos', save: 'Save',
    states: { open: 'To do', match: 'As recorded', mismatch: 'Not as recorded' },
  },
}
