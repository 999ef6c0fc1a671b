/** Words of 指挥总览. */
export default {
  zh: {
    title: '指挥总览', asOf: '{date} · 更新于 {time}', figures: '当日数字', open: '打开“{name}”的明细', loop: '今日闭环', loopHint: '当日发生数', street: '区域', map: '逾期分布',
    mapHint: '每百家场所的逾期隐患（处）', mapLabel: '按区域着色的地图', streets: '区域对比', streetsHint: '按每百家逾期数从高到低', stock: '场所', overdue: '逾期', rate: '逾期/百家',
    open_hazards: '存量隐患', visits: '巡查家次', visited: '巡查家数', found: '发现', closed: '销案', notEntered: '未进门', awaited: '照片未到', worse: '比昨天变差', worseHint: '存量与逾期',
    worseNone: '没有比昨天变差的区域', worseWords: '{name}：昨日 {yesterday}，今日 {value}', trend: '近 30 天', feed: '实时动态', feedEmpty: '打开本页后发生的事会出现在这里', noPolygon: '部分区域还没有边界，以圆点表示', noBorders: '这些区域还没有边界，可在“组织 › 区域”上传 GeoJSON',
    legendNone: '无', noAreas: '还没有区域数据', day: '日期', emptyTitle: '还没有场所', emptyHint: '先导入场所台账，总览就会有数字。', toImport: '导入台账',
  },
  en: {
    title: 'Overview', asOf: '{date} · as of {time}', figures: 'Figures of the day', open: 'Open the rows of {name}', loop: 'Loop of the day', street: 'Area', map: 'Overdue by area', mapHint: 'overdue hazards per 100 places',
    streets: 'Areas compared', stock: 'Places', overdue: 'Overdue', rate: 'per 100', open_hazards: 'In stock', visits: 'Visits', visited: 'Places visited', found: 'Found', closed: 'Closed', worse: 'Worse than yesterday',
    worseNone: 'Nothing got worse', trend: 'Last 30 days', feed: 'Live', day: 'Day',
  },
}
