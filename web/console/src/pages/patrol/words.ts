/** Words of 巡查. */
import { kept } from './keptWords'

export default {
  zh: {
    kept: kept.zh, keptShort: '待处理',
    visits: '巡查记录', tasks: '巡查任务', people: '今日人员', search: '编号、场所、地址', number: '编号', place: '场所', area: '区域', outcome: '巡查结果', date: '日期', by: '巡查人', start: '开始', minutes: '用时', items: '检查项', bad: '不合格',
    hazards: '隐患', source: '来源', valid: '有效', clock: '时钟', inspected: '已进门检查', withHazards: '有隐患', clockFlagged: '时钟异常', missing: '{n} 张照片未送达', emptyVisits: '还没有巡查记录', emptyVisitsHint: '网格员用手机完成巡查并送达后，记录会出现在这里。',
    visit: '巡查 {number}', answers: '检查情况', allGood: '全部合格', checkedBad: '查 {checked} 坏 {bad}', ok: '合格', notOk: '不合格', na: '不适用', signature: '签字', signer: '签字人', note: '备注', photos: '照片', times: '时间', began: '开始', ended: '结束',
    recorded: '手机记录', received: '送达', offset: '手机时钟差', seconds: '{n} 秒', position: '定位', accuracy: '精度约 {n} 米', pack: '规则包', checklists: '检查表', invalidate: '标记无效', invalidateWords: '标记后不再计入巡查数，记录和照片保留，须写明原因。', invalid: '无效',
    why: '为什么您能看到', noHazards: '没有发现隐患', minutesWords: '{n} 分钟', kind: '类型', state: '状态', due: '到期', reason: '原因', assignee: '负责人', unassigned: '未指派', overdue: '逾期', emptyTasks: '没有任务', emptyTasksHint: '可以按区域生成当日任务。',
    plan: '生成当日任务', planWords: '按规则包的巡查频次为该区域生成到期任务；重复生成不会增加。', planned: '新增常规 {routine} 项、复查 {review} 项，标记错过 {missed} 项', planArea: '区域', defer: '延后', deferTo: '延后到', deferReason: '延后原因', deferred: '已延后',
    dueSpan: '到期日', mine: '只看我的', person: '人员', open: '待办', done: '已完成', late: '逾期', phones: '手机未送达', phonesHint: '手机上还没送到服务器的内容', unsent: '{operations} 条记录、{photos} 张照片', oldest: '最早', reported: '最近报告', noPhones: '所有手机都已送达',
    peopleHint: '{date} 到期的任务按人员统计', peopleEmpty: '当天没有到期任务', visitsToday: '今日巡查', result: '结果', everyone: '合计', overDay: '超过一天',
  },
  en: { kept: kept.en, keptShort: 'To settle', visits: 'Visits', tasks: 'Tasks', people: 'People today', number: 'Number', place: 'Place', area: 'Area', outcome: 'Outcome', date: 'Date', by: 'By', hazards: 'Hazards', photos: 'Photos', kind: 'Kind', state: 'State', due: 'Due', reason: 'Reason', assignee: 'Assignee' },
}
