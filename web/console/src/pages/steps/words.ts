/** Words of 五步法. */
export default {
  zh: {
    title: '五步法', hint: '逐户摸排、分类函告、逐街培训、集中建档、分级督导；每个数字都能点开看是哪些场所。', byArea: '按区域', byClass: '按类别', part: '区域', partClass: '类别', stock: '在册场所', whole: '合计', of: '{done} / {of} 家', none: '没有应做的', definition: '口径', export: '导出 XLSX',
    done: '已完成', undone: '未完成', rows: '{step}：{which}', place: '场所', address: '地址', class: '类别', area: '区域', state: '状态', lacking: '档案缺项', period: '期间', empty: '没有场所', number: '编号', which: '看哪些', back: '回到五步法', emptyBoard: '还没有在册场所', emptyBoardHint: '先导入场所台账，五步法就会有数字。',
  },
  en: { title: 'Five steps', hint: 'Each share opens to its places.', byArea: 'By area', byClass: 'By class', stock: 'Places', whole: 'All', done: 'done', undone: 'not done', part: 'Area', partClass: 'Class', place: 'Place', of: '{done} of {of}' },
}
