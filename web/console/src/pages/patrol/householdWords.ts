/** Words of 入户走访. */
export const households = {
  zh: {
    title: '入户走访', search: '楼栋、门牌', outcome: '结果', met: '已入户', away: '家中无人', refused: '不便接待', untried: '还没走过', withHazards: '发现问题', building: '楼栋', door: '门牌', topics: '宣传内容', leaflets: '资料', hazards: '发现问题',
    empty: '还没有入户走访', emptyHint: '网格员在手机“今日 → 入户”里走访，送达后出现在这里。', summary: '{area} · 走访过 {met} / {all} 户', unit: '{n} 单元', privacy: '只记门牌和情况，不记住户姓名、电话。',
  },
  en: {
    title: 'Household visits', search: 'Building, door', outcome: 'Outcome', met: 'met', away: 'away', refused: 'not received', untried: 'not tried yet', withHazards: 'With hazards', building: 'Building', door: 'Door', topics: 'Topics', leaflets: 'Leaflets', hazards: 'Seen',
    empty: 'No household visits yet', emptyHint: 'They appear once phones have sent them.', summary: '{area} · {met} of {all} doors met', unit: 'Unit {n}', privacy: 'Doors and facts only: no names, no phone numbers.',
  },
}
