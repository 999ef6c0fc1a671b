/** Words of 轨迹查看. */
export const track = {
  zh: {
    title: '轨迹查看', tab: '轨迹', ask: '查看一个人一天的轨迹', hint: '行踪属于敏感个人信息：写明原因，本人能看到谁、为什么看过。', choose: '选择人员', nobody: '这一天没有人上岗', reason: '为什么查看', reasonLike: '如：核对群众反映的上门时间', look: '查看',
    none: '没有位置', noneHint: '上岗时应用没有打开，或没有定位权限，就没有轨迹；这不说明没有去。', drawn: '{n} 个位置连成的路线', kept: '轨迹保存 30 天后删除。断开处是应用没有打开的时候。{at} 查看，已记录。',
  },
  en: {
    title: 'Tracks', tab: 'Tracks', ask: 'Look at one person, one day', hint: 'Where people go is sensitive: say why; the person reads who looked and why.', choose: 'Choose', nobody: 'Nobody was on duty on this day', reason: 'Why', reasonLike: 'e.g. to check a complaint', look: 'Look',
    none: 'No positions', noneHint: 'The app was not open or had no permission; it does not say that nobody went.', drawn: 'The way through {n} positions', kept: 'Tracks are deleted after 30 days. Gaps: the app was not open. Looked at {at}; kept on record.',
  },
}
