/** Words of 通报. */
export default {
  zh: {
    title: '通报', hint: '日报、周报、月度通报：按时自动起草，一人核对，另一人印发。', kind: '种类', daily: '日报', weekly: '周报', monthly: '月度通报', state: '状态', draft: '草稿', checked: '已核对', issued: '已印发', voided: '已作废',
    period: '期间', area: '区域', issue: '期号', draftedBy: '起草', checkedBy: '核对', issuedBy: '印发', issuedAt: '印发时间', new: '起草通报', day: '哪一期', dayHint: '选这一期里的任意一天；不选就是今天的日报、上周的周报、上月的通报。', empty: '还没有通报', emptyHint: '按“通报设置”里的时间自动起草，也可以现在起草。',
    wording: '模板和设置', back: '回到通报', counting: '数字正在计算，算好后这里会显示预览；进度见任务中心。', preview: '预览', edit: '文字', titleField: '标题', bodyField: '正文', shortField: '群发文字', shortHint: '发到工作群的短文字，只用文字，不用表情。', bodyHint: '以“一、”开头是一级标题，“（一）”是二级标题；{opening}发现隐患{closing} 是字段；单独一行的【表：各区域情况】【图：每日走势】【附表：突出隐患】放表和图。',
    pdf: '下载 PDF', docx: '下载 DOCX', txt: '下载文字版', copy: '复制群发文字', copied: '已复制', papers: '文件正在生成，稍后即可下载。', seal: '数字校验值 {sha}', lock: '锁数 {number}', lockTitle: '锁数', openLock: '打开锁数报告', lockedBy: '{by} 核对时锁定，{at}', lockSame: '与现在的记录一致', lockDiffers: '{count} 个数与现在不同', lockBroken: '签名不符，内容被改动过', lockChecking: '正在与现在的记录核对…', lockMoved: '纸上 {then}，现在 {now} {unit}', lockRows: '多出 {came} 行，不再计入 {went} 行，改过 {changed} 行', lockExplained: '{name}：{earlier} {a} ≠ {later} {b}，{by} 已说明：{words}',
    returned: '退回原因：{reason}', voidWords: '作废原因：{reason}', saved: '已保存', done: '已{step}', unsaved: '文字有改动，先保存再{step}。',
    fields: '可用字段', tables: '可用的表', charts: '可用的图', insert: '插入 {name}', tryOut: '用真实数据预览', keep: '保存为新版本', toDefault: '恢复默认', toDefaultWords: '模板恢复为系统自带的文字，作为一个新版本保存；已经起草的通报不变。', version: '第 {n} 版', shipped: '系统默认', own: '本区域自定', from: '沿用 {area} 的模板', versions: '历次版本', by: '{by} {at}', none: '没有改过',
    schedule: '自动起草', active: '自动起草', hour: '几点', scheduleHint: '日报当天、周报每周一、月度通报每月 1 日，到点起草上一期；停机期间错过的，开机后补起草，每期只起草一次。', organ: '落款单位', organHint: '空着就写“{area}消防安全委员会办公室”。', saveSettings: '保存设置', annex: '附表 {n}', table: '表 {n}', chart: '图 {n}', note: '注：{note}', nothing: '无', previewOf: '预览：{period}', previewNone: '点“用真实数据预览”，看最近一个完整期间会写成什么样。',
  },
  en: { title: 'Bulletins', kind: 'Kind', daily: 'Daily report', weekly: 'Weekly report', monthly: 'Monthly bulletin', state: 'State', draft: 'draft', checked: 'checked', issued: 'issued', voided: 'voided', period: 'Period', area: 'Area', issue: 'Issue', new: 'Draft a bulletin', preview: 'Preview', edit: 'Words', pdf: 'PDF', docx: 'DOCX', txt: 'Text' },
}
