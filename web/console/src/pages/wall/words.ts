/** Words of 大屏. */
export default {
  zh: {
    title: '消防安全指挥大屏', live: '实时', stale: '网络中断，数字停在 {time}', error: '暂时取不到数字，{n} 秒后重试', expired: '登录已过期，数字停在 {time}', signIn: '重新登录', forbidden: '这个账号没有查看统计的权限，请换账号登录', asOf: '更新于 {time}', paused: '已暂停', page: '第 {n} 页，共 {of} 页',
    keys: '空格暂停，← → 翻页，F 全屏，Esc 返回', district: '今日态势', ranking: '综合排名', worse: '变化与动态', steps: '五步法', overdue: '每百家逾期隐患', loop: '今日闭环', integrity: '作风提醒 · 近 30 天', worseTitle: '比昨天变差', none: '没有比昨天变差的区域', feed: '实时动态',
    feedNone: '等待新的动态', trend: '近 30 天', visits: '巡查', found: '发现', closed: '销案', simulated: '模拟数据', score: '得分', rankingHint: '近 30 天，按存量折算', was: '昨日 {yesterday}，今日 {value}', loading: '正在取数', empty: '还没有场所，导入台账后这里就有数字', foundRate: '查出率', matchRate: '抽查相符率',
  },
  en: { title: 'Fire safety wall', live: 'Live', signIn: 'Sign in', paused: 'Paused', district: 'Today', ranking: 'Ranking', worse: 'Changes', steps: 'Five steps' },
}
