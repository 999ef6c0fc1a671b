/** Words of the shell, lists and states. Sections keep theirs beside their pages. */
export default {
  app: { name: '烽燧', full: '烽燧 · 街镇消防安全治理平台', skip: '跳到正文', simulated: '模拟数据：本安装用于演示，人员、场所和隐患均为虚构。' },
  common: {
    back: '返回', close: '关闭', save: '保存', cancel: '取消', ok: '确定', edit: '修改', remove: '删除', add: '新增', more: '更多', reload: '刷新',
    none: '无', yes: '是', no: '否', all: '全部', unverified: '待核', provisional: '待国务院公布', reason: '原因', note: '备注', today: '今日', saved: '已保存',
    working: '处理中…', upload: '上传', download: '下载', detail: '详情', optional: '选填', area: '区域', name: '名称', state: '状态', time: '时间', person: '人员',
  },
  case: { stepsNone: '当前没有您可以办理的步骤', stepsMore: '更多步骤（{n}）', blocked: '暂不能办：{why}', consequence: '办理后', confirm: '确认{verb}' },
  state: {
    loading: '正在加载', retry: '重试', empty: '暂无内容', forbidden: '没有查看权限', missing: '没有找到', offline: '连不上服务器', error: '加载失败',
  },
  nav: {
    main: '主导航', overview: '指挥总览', desk: '我的工作台', places: '场所', patrol: '巡查', hazards: '隐患', outreach: '宣传', figures: '统计', organization: '组织', rules: '规则', system: '系统', jobs: '任务中心',
    account: '我的账号',
  },
  top: {
    search: '搜场所、地址、电话尾号、隐患编号、二维码', searchShort: '搜索', noResult: '没有匹配的场所或隐患', places: '场所', hazards: '隐患', myTasks: '我的任务', area: '切换区域',
    wholeScope: '全部数据范围', live: '实时连接正常', connecting: '正在连接', lost: '实时连接中断，正在重连；页面数据可能不是最新', off: '未连接', sessions: '登录会话',
    password: '修改密码', language: 'English', signOut: '退出登录', liveShort: '实时', lostShort: '已断开', tasksOpen: '待办 {n}', messages: '消息', messagesUnread: '{n} 条未读消息', messagesNone: '没有消息', messagesRead: '全部标为已读', urgent: '紧急',
  },
  signIn: {
    title: '登录', username: '登录名', password: '密码', submit: '登录', forgotten: '忘记密码请联系系统管理员重置；连续输错会暂时锁定账号。',
    lead: '一张巡查网、一个闭环、一套真实数字', show: '显示密码', expired: '登录已过期', expiredHint: '页面上已填的内容都还在。重新登录后接着做即可。',
    change: '首次登录，请先修改密码', changeAgain: '修改密码', old: '原密码', next: '新密码', again: '再输一遍新密码', differ: '两遍输入的新密码不一致，请重新输入。',
    changed: '密码已修改', rules: '至少 10 位，含大小写字母、数字、符号中的三类，不含登录名。', other: '换个账号登录', code: '验证码', codeHint: '手机验证器上的六位数字；手机不在身边时可输入一个恢复码。都没有请联系系统管理员。',
  },
  notice: { title: '个人信息处理告知', lead: '版本 {version}。请看一遍，以后有变化会再告知；随时可在登录页打开。', table: '保存什么、多久', days: '{n} 天后{action}，自{since}', unverified: '未核实', read: '我已阅读' },
  idle: { title: '即将自动退出', words: '已有一段时间没有操作，{n} 秒后自动退出登录，以免他人使用。', stay: '继续使用' },
  list: {
    from: '{what}从', to: '到', clear: '清除条件', views: '我的视图', saveView: '把当前条件存为视图', viewNameHint: '给这个视图起个名字，保存在本浏览器。', viewNameNeeded: '请填写名字',
    removeView: '删除视图“{name}”', columns: '列', columnsReset: '恢复默认', export: '导出 XLSX', print: '打印', total: '共 {n} 条', totalAtLeast: '超过 {n} 条，可按日期、区域或场所缩小范围', changed: '有 {n} 处更新，点此刷新',
    selected: '已选 {n} 条', selectAll: '选择全部 {n} 条匹配', unselect: '取消选择', selectPage: '选择本页', selectRow: '选择此行', noMatch: '没有符合条件的记录',
    noMatchHint: '换个条件试试，或清除条件查看全部。', openPage: '打开整页 →',
  },
  panel: { take: '导出', export: '导出“{title}”', xlsx: '电子表格 XLSX', png: '图片 PNG', pdf: '纸面 PDF' },
  sessions: {
    title: '我的登录会话', hint: '这里是您账号当前有效的登录。不认识的请立即结束，并修改密码。', device: '设备', where: '地址', since: '登录时间', seen: '最近使用', current: '当前会话', end: '结束',
    endAsk: '结束这个会话？', endWords: '该设备会立即退出登录，未送达的手机数据仍留在手机里。', ended: '会话已结束',
  },
  jobs: {
    title: '任务中心', hint: '导入、取数、生成文件等长时间工作都在这里，离开页面也会继续；结束 90 天后清理。', by: '发起人', act: '操作', cancel: '取消', retry: '重试', mine: '我的', everyone: '区域内全部', kind: '工作', progress: '进度', made: '开始', done: '结束', result: '结果', empty: '还没有长时间工作',
    emptyHint: '例如导入场所台账后，进度和结果会出现在这里。', open: '打开',
    fields: { new: '新增', changed: '变更', same: '相同', doubtful: '待人工判断', conflict: '冲突待选', rejected: '退回', rows: '行数', plates: '块数', files: '文件', done: '办成', failed: '没有办成', blocked: '不能办', undone: '已撤销', kept: '保留', places: '场所', seals: '封条', entries: '记录', faults: '不符' },
  },
  missingPage: { title: '没有这个页面', words: '地址可能写错了，或页面已经移走。', home: '回到首页' },
  events: {
    PlaceCreated: '新建场所', PlaceProposed: '上报新场所', PlaceChanged: '场所档案有变更', PlaceMovedArea: '场所调整归属', PlaceStateChanged: '场所状态变化', VisitSubmitted: '完成巡查',
    VisitInvalidated: '巡查标记无效', TaskDeferred: '任务延后', DayPlanned: '生成当日任务', HazardOpened: '发现隐患', HazardFixedOnSite: '当场改正', HazardAssigned: '交办隐患',
    HazardReportedFixed: '整改上报', HazardClosed: '隐患销案', HazardReviewFailed: '复查不通过', HazardVoided: '隐患作废', HazardDueChanged: '期限重算', HazardPhotosChanged: '补充照片', HazardAccepted: '接办隐患', HazardSentBack: '驳回交办', HazardReferred: '移送部门', HazardUrged: '催办隐患', HazardSighted: '并入线索',
    HazardExtensionAsked: '申请延期', HazardExtensionRefused: '不批准延期', HazardCosignAsked: '请求会签', HazardOpinionGiven: '会签意见', HazardChecked: '核查举报', HazardMerged: '隐患并案', HazardSplit: '隐患拆案',
    HazardReopened: '恢复案件', HazardEscalated: '督办升级', HazardLetterDue: '应发函告', EscalationAcknowledged: '签收督办', MessageSent: '新消息', TrainingHeld: '登记培训', TrainingVoided: '培训作废',
    CalendarChanged: '工作日历变化', AreaChanged: '区域变化',
  },
}
