/** Words of 宣传. */
export default {
  zh: {
    title: '培训', search: '名称、编号', subject: '内容', held: '日期', area: '区域', name: '培训名称', heldAt: '地点', teacher: '讲师', attended: '到场（人次）', places: '参加场所（家）', by: '登记人', note: '说明', new: '登记培训', photos: '签到表和现场照片', pick: '参加的场所',
    empty: '还没有培训记录', emptyHint: '办完培训后登记：日期、到场人次、参加的场所和签到表照片。五步法里的“逐街培训”按这里计算。', done: '培训已登记', number: '编号', void: '作废', voided: '已作废', voidReason: '作废原因', voidConsequence: '作废后不再计入培训和五步法，编号保留。',
    addAll: '把整个区域的场所都算作参加', addConsequence: '会把所选区域（和类别）在册的场所全部登记为参加，已登记的不重复。', addStreet: '区域', add: '登记参加', remove: '移除', placesOf: '参加的场所（{n}）', noPlaces: '还没有登记参加的场所', attendedHint: '到场人次由现场清点，不由场所数推算。',
  },
  en: { title: 'Trainings', subject: 'Subject', held: 'Held', area: 'Area', name: 'Title', attended: 'People', places: 'Places', new: 'Record a training', empty: 'No trainings yet' },
}
