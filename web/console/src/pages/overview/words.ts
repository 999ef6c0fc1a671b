/** Words of 指挥总览. */
export default {
  zh: {
    title: '指挥总览', asOf: '{date} · 更新于 {time}', figures: '当日数字', open: '打开“{name}”的明细', loop: '今日闭环', loopHint: '当日发生数', street: '区域', map: '逾期分布',
    mapHint: '每百家场所的逾期隐患（处）', mapLabel: '按区域着色的地图', streets: '区域对比', streetsHint: '按每百家逾期数从高到低', stock: '场所', overdue: '逾期', rate: '逾期/百家',
    open_hazards: '存量隐患', visits: '巡查家次', visited: '巡查家数', found: '发现', closed: '销案', notEntered: '未进门', awaited: '照片未到', worse: '比昨天变差', worseHint: '存量与逾期',
    worseNone: '没有比昨天变差的区域', worseWords: '{name}：昨日 {yesterday}，今日 {value}', trend: '近 30 天', feed: '实时动态', feedEmpty: '打开本页后发生的事会出现在这里', noPolygon: '部分区域还没有边界，以圆点表示', noBorders: '这些区域还没有边界，可在“组织 › 区域”上传 GeoJSON',
    trail: '所在区域', toStreet: '打开街道页', ranking: '综合排名', rankingHint: '近 {days} 天，按存量折算', rank: '名次', score: '得分', parts: '看构成', fold: '收起', partsOf: '看“{name}”得分的构成', formula: '得分怎么算', noShare: '没有分母，不计',
    points: '{points} 分 × 权重 {weight}', version: '权重版本 {version}；点数字看明细', integrity: '作风提醒', integrityHint: '近 {days} 天，与排名一起看', fast: '过快', reused: '照片重复', allFine: '连续全合格', notReshot: '未重拍销案', foundRate: '查出率', matchRate: '抽查相符率',
    wholeArea: '全区域', same: '持平', beforeWords: '{period}：{value}', span: '期间', span1: '当日', span7: '近 7 天', span30: '近 30 天', upTo: '截止日期', measure: '着色', wall: '大屏', spanFigures: '期间数字', spanLoop: '期间闭环',
    legendNone: '无', noAreas: '还没有区域数据', day: '日期', emptyTitle: '还没有场所', emptyHint: '先导入场所台账，总览就会有数字。', toImport: '导入台账',
  },
  en: {
    trail: 'Area', toStreet: 'Street page', ranking: 'Ranking', rank: 'Rank', score: 'Score', parts: 'Parts', fold: 'Fold', formula: 'How the score is made', integrity: 'Signs of work for show', fast: 'Too fast', reused: 'Photos reused', allFine: 'All-fine streaks', notReshot: 'Not re-shot',
    foundRate: 'Found', matchRate: 'Matched', wholeArea: 'Whole area', same: 'same', span1: 'Day', span7: '7 days', span30: '30 days', measure: 'Colour', wall: 'Wall',
    title: 'Overview', asOf: '{date} · as of {time}', figures: 'Figures of the day', open: 'Open the rows of {name}', loop: 'Loop of the day', street: 'Area', map: 'Overdue by area', mapHint: 'overdue hazards per 100 places',
    streets: 'Areas compared', stock: 'Places', overdue: 'Overdue', rate: 'per 100', open_hazards: 'In stock', visits: 'Visits', visited: 'Places visited', found: 'Found', closed: 'Closed', worse: 'Worse than yesterday',
    worseNone: 'Nothing got worse', trend: 'Last 30 days', feed: 'Live', day: 'Day',
  },
}
