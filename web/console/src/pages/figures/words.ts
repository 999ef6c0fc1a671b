/** Words of 统计. */
export default {
  zh: {
    daily: '日台账', all: '指标', date: '日期', area: '区域', xlsx: '下载 XLSX', pdf: '下载 PDF', notFinal: '尚未定稿', made: '{by} 于 {at} 生成', figures: '当日数字', areas: '分区域', visits: '巡查', found: '发现隐患', closed: '销案', overdue: '逾期未改',
    people: '人员出动', duty: '在岗', showing: '显示 {shown} / 共 {total}，完整名单在下载的文件里', seal: '审计封签', sealWords: '第 {number} 号，{sha}', definition: '口径', unit: '单位', period: '期间', from: '从', to: '到', rows: '明细', value: '数值', rule: '期间规则',
    countedOn: '计数依据', dedup: '去重', exclusions: '不计入', scope: '归口', version: '口径版本', partOf: '包含于', byArea: '分区域', none: '没有记录', emptyRows: '这个期间没有计入的记录', name: '姓名', inspected: '进门检查', hazards: '发现隐患', first: '最早', last: '最晚',
    number: '编号', place: '场所', item: '隐患', grade: '等级', due: '期限', state: '状态', outcome: '结果', by: '巡查人', start: '时间', loopBalance: '期初 {opening} ＋ 发现 {found} － 销案 {closed} ＝ 期末 {closing}', export: '下载明细 XLSX', today: '今天', week: '近 7 天', month: '近 30 天',
    noSeal: '当日尚未封签', simulated: '模拟数据', count: '人数', post: '岗位',
  },
  en: { daily: 'Day ledger', all: 'Figures', date: 'Date', area: 'Area', definition: 'Definition', unit: 'Unit', period: 'Period', rows: 'Rows', value: 'Value' },
}
