/** Words of 巡查. */
import { households } from './householdWords'
import { kept } from './keptWords'
import { quality } from './qualityWords'
import { track } from './trackWords'

export default {
  zh: {
    kept: kept.zh, track: track.zh, trackTab: '轨迹', quality: quality.zh, qualityTab: '质量抽查', keptShort: '待处理', households: households.zh, householdsShort: '入户走访',
    visits: '巡查记录', tasks: '巡查任务', people: '今日人员', search: '编号、场所、地址', number: '编号', place: '场所', area: '区域', outcome: '巡查结果', date: '日期', by: '巡查人', start: '开始', minutes: '用时', items: '检查项', bad: '不合格',
    hazards: '隐患', source: '来源', valid: '有效', clock: '时钟', inspected: '已进门检查', withHazards: '有隐患', clockFlagged: '时钟异常', missing: '{n} 张照片未送达', emptyVisits: '还没有巡查记录', emptyVisitsHint: '网格员用手机完成巡查并送达后，记录会出现在这里。',
    visit: '巡查 {number}', answers: '检查情况', allGood: '全部合格', checkedBad: '查 {checked} 坏 {bad}', ok: '合格', notOk: '不合格', na: '不适用', signature: '签字', signer: '签字人', note: '备注', photos: '照片', times: '时间', began: '开始', ended: '结束',
    recorded: '手机记录', received: '送达', offset: '手机时钟差', seconds: '{n} 秒', position: '定位', accuracy: '精度约 {n} 米', pack: '规则包', checklists: '检查表', invalidate: '标记无效', invalidateWords: '标记后不再计入巡查数，记录和照片保留，须写明原因。', invalid: '无效',
    why: '为什么您能看到', noHazards: '没有发现隐患', clipDownload: '下载片段（浏览器不能直接播放这种格式）', minutesWords: '{n} 分钟', kind: '类型', state: '状态', due: '到期', reason: '原因', assignee: '负责人', unassigned: '未指派', overdue: '逾期', emptyTasks: '没有任务', emptyTasksHint: '可以按区域生成当日任务。',
    plan: '生成当日任务', planWords: '按规则包的巡查频次为该区域生成到期任务；重复生成不会增加。', planned: '新增常规 {routine} 项、复查 {review} 项，标记错过 {missed} 项', planArea: '区域', defer: '延后', deferTo: '延后到', deferReason: '延后原因', deferred: '已延后',
    dueSpan: '到期日', mine: '只看我的', person: '人员', open: '待办', done: '已完成', late: '逾期', phones: '手机未送达', phonesHint: '手机上还没送到服务器的内容', unsent: '{operations} 条记录、{photos} 张照片', oldest: '最早', reported: '最近报告', noPhones: '所有手机都已送达',
    peopleHint: '{date} 到期的任务按人员统计', peopleEmpty: '当天没有到期任务', visitsToday: '今日巡查', result: '结果', everyone: '合计', overDay: '超过一天',
    unsentTab: '未送达', unsentTitle: '未送达', unsentHint: '还没有送到服务器的巡查内容，以及超过一天的告警', alarms: '告警', noAlarms: '没有告警', noAlarmsHint: '手机上的内容超过一天未送达，或手机超过一天没有消息时，这里会告警；送达后自动解除。',
    alarmCause: '原因', alarmNote: '处理说明', alarmAck: '我来处理', alarmAckWords: '写明由谁联系{name}、准备怎么处理。送达之后告警自动解除。', alarmNoted: '已记录处理说明', held: '未送达内容', heard: '最近联系', raised: '告警时间', appVersion: '应用版本', storage: '手机存储', storageKept: '已持久保存', storageRisk: '可能被系统清理', badge: '{n} 部手机未送达超过一天',
    rescue: '救援导入', rescueUpload: '导入手机救援文件', rescueHint: '手机坏了、忘了 PIN 又没有网络时，在手机“未送达”页导出 .fsrescue 文件，拷到这台电脑上传。先看内容，再导入。', rescueChoose: '选择救援文件', rescueRead: '读取文件', rescueUploading: '正在上传…', rescueEmpty: '还没有导入过救援文件', rescueEmptyHint: '只有手机无法自己发送时才需要。',
    rescuePhone: '手机', rescueExported: '导出时间', rescueBy: '导入人', rescueFile: '文件内容', rescueAt: '上传时间', rescueOf: '{name}的救援文件', rescueDamaged: '已知损坏', rescueImport: '开始导入', rescueAgain: '再次导入', rescueSafe: '记录按本人名义接收，与手机自己发送一样；重复导入不会产生重复记录。', rescueProgress: '导入进度', rescueParts: '逐项结果', rescueNoParts: '还没有结果', rescuePartAt: '手机记录时间', rescueWords: '说明',
    rescueStatus: { accepted: '已接收', merged: '已合并', duplicate: '早已接收', waiting: '等待前置记录', conflict: '有冲突', rejected: '未接收', later: '需再导入', received: '照片已接收', held: '照片早已收到', damaged: '损坏' },
  },
  en: { kept: kept.en, track: track.en, trackTab: 'Tracks', quality: quality.en, qualityTab: 'Re-inspection', keptShort: 'To settle', households: households.en, householdsShort: 'Households', visits: 'Visits', tasks: 'Tasks', people: 'People today', number: 'Number', place: 'Place', area: 'Area', outcome: 'Outcome', date: 'Date', by: 'By', hazards: 'Hazards', photos: 'Photos', kind: 'Kind', state: 'State', due: 'Due', reason: 'Reason', assignee: 'Assignee' },
}
