/** Words of 统计. */
export default {
  zh: {
    daily: '日台账', all: '指标', bulletins: '通报', date: '日期', area: '区域', xlsx: '下载 XLSX', pdf: '下载 PDF', notFinal: '尚未定稿', made: '{by} 于 {at} 生成', figures: '当日数字', areas: '分区域', visits: '巡查', found: '发现隐患', closed: '销案', overdue: '逾期未改',
    people: '人员出动', duty: '在岗', showing: '显示 {shown} / 共 {total}，完整名单在下载的文件里', seal: '审计封签', sealWords: '第 {number} 号，{sha}', definition: '口径', unit: '单位', period: '期间', from: '从', to: '到', rows: '明细', value: '数值', rule: '期间规则',
    countedOn: '计数依据', dedup: '去重', exclusions: '不计入', scope: '归口', version: '口径版本', partOf: '包含于', byArea: '分区域', none: '没有记录', emptyRows: '这个期间没有计入的记录', name: '姓名', inspected: '进门检查', hazards: '发现隐患', first: '最早', last: '最晚',
    number: '编号', place: '场所', item: '隐患', grade: '等级', due: '期限', state: '状态', outcome: '结果', by: '巡查人', start: '时间', loopBalance: '期初 {opening} ＋ 发现 {found} － 销案 {closed} ＝ 期末 {closing}', export: '下载明细 XLSX', today: '今天', week: '近 7 天', month: '近 30 天',
    frozen: '锁数报告', notBuilt: '尚未建设', kind_figure: '指标', kind_figure_hint: '每个数都能打开明细', kind_rate: '比率', kind_rate_hint: '分子、分母都能打开明细；分母为 0 时不计算', kind_unbuilt: '尚未建设的指标', kind_unbuilt_hint: '对应业务建成之前没有数值，也不写零',
    compare: '同比、环比', windows: '本期 {now}，对比期 {before}', against: '与哪一期比', previous: '环比', year: '同比', parted: '按什么展开', by_area: '区域', by_class: '场所类别', by_month: '月份', now: '本期', before: '对比期', change: '增减', changeWords: '变化', versus: '对比期 {before} {unit}',
    trend: '逐月走势', trendHint: '最近十二个月，存量取月末', explain: '两个日期之间为什么不同', explainHint: '多了哪些、少了哪些、更正了哪些，谁做的、为什么', twoDays: '两个日期', noDifference: '这两个日期之间没有差别', beforeAfter: '前一日 {before}，后一日（或其间）{after}', came: '新增的', went: '减少的', corrected: '更正的', shownOf: '显示 {shown} / 共 {total}',
    versions: '口径的历次版本', noVersions: '还没有记下历次版本', versionSince: '第 {version} 版，本机自 {since} 起采用', reportTitle: '标题', frozenAt: '锁定时间', frozenBy: '锁定人', freeze: '锁数', freezeHint: '锁定后数字、口径和明细校验值由本机密钥签名，不能再改；以后记录有变化，会列出差异。', chosen: '锁定哪些指标', note: '说明', noFrozen: '还没有锁数报告', noFrozenHint: '对外公布数字之前先锁数，以后随时能核对',
    flags: '锁数不一致', flagsHint: '同一区域、同一期间、同一指标，两份报告说的数不同（包括后一份里的上期数）；写明原因后不再提示', disagree: '不一致', sayWhy: '说明原因', sayWhyHint: '“{name}”两份报告为什么不同？说明会留在审计里，两份报告都不改。', verify: '重新核对', signature: '签名与核对', signed: '签名有效，内容未被改动', notSigned: '签名不符，内容被改动过', unchanged: '与现在的记录完全一致', differs: '{count} 个数与现在不同', rulepacks: '规则包', digest: '校验值', publicKey: '本机公钥',
    frozenNumbers: '锁定的数字', frozenValue: '锁定值', nowValue: '现在', same: '一致', changed: '有变化', differenceOf: '差异：{name}', row_came: '锁定后多出的明细', row_went: '锁定后不再计入的明细', row_changed: '锁定后改过的明细', openRow: '打开这条记录', rowsNotShown: '明细不能逐条列出（行数过多，或您不能查看这类记录）。',
    itsBulletin: '打开这份通报', noSeal: '当日尚未封签', simulated: '模拟数据', count: '人数', post: '岗位',
  },
  en: { daily: 'Day ledger', all: 'Figures', bulletins: 'Bulletins', date: 'Date', area: 'Area', definition: 'Definition', unit: 'Unit', period: 'Period', rows: 'Rows', value: 'Value', frozen: 'Frozen reports', freeze: 'Freeze', compare: 'Compared', trend: 'Month by month', previous: 'Period before', year: 'Year before', versions: 'Versions of the definition', notBuilt: 'Not built yet' },
}
