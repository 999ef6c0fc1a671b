/** Words of 系统. */
export default {
  zh: {
    title: '系统', accounts: '账号', grants: '授权', roles: '角色权限', audit: '审计', calendar: '工作日历', search: '姓名、登录名、电话尾号', username: '登录名', name: '姓名', phoneTail: '电话尾号', active: '状态', isActive: '启用', isClosed: '停用', mustChange: '待改密码', hasFactor: '两步验证', resetFactor: '重设两步验证', resetFactorWords: '用于手机丢失、恢复码也没有的人：先当面核对是本人。其全部登录立即结束，本人会收到消息，下次只凭密码登录，须重新设置。', created: '建立', seen: '最近登录', rolesHeld: '角色',
    newAccount: '新建账号', phone: '电话', firstPassword: '首次密码只显示这一次，请当面交给本人：', reset: '重置密码', resetWords: '原密码立即失效，新密码只显示一次，本人登录后须修改。', close: '停用', reopen: '启用', closeWords: '停用后该账号的全部登录立即失效。', reopenWords: '启用后可以重新登录。', sessions: '登录会话', end: '结束', endWords: '该设备立即退出登录。',
    noSessions: '没有会话', role: '角色', area: '区域', line: '条线', from: '起', to: '止', give: '授予角色', revoke: '撤销', revokeWords: '撤销立即生效，须写明原因。', source: '来源', account: '账号', revoked: '已撤销', inForce: '有效', ended: '已到期', permissions: '权限', verb: '动作', subject: '对象', who: '人员', when: '时间', ip: '地址', changes: '变更', reason: '原因',
    result: '结果', auditSearch: '人员、对象', auditHint: '每次写入、敏感数据查看和导出都在这里，只增不改；查询本身也会记入。', verbFilter: '动作（如 hazard.）', date: '日期', field: '字段', before: '原', after: '新', id: '编号', workday: '上班', rest: '休息', holiday: '放假', setDay: '设置', dayNote: '说明', calendarHint: '整改期限按这里的工作日计算；改动后相关期限会重算。',
    provisional: '推算', month: '月份', export: '导出', sourceLabel: '来源', noAccess: '三类管理员分设：系统管理员管账号，安全管理员管授权，审计管理员查审计。', kind: '类型', noChanges: '没有字段变更', done: '已办理',
    auditWords: '内容、原因中的字', kind_write: '写入', kind_read: '查看敏感数据', kind_export: '导出', kind_access: '登录与会话', kind_rights: '账号与授权', result_ok: '成功', result_refused: '被拒', result_broken: '核验不通过',
    seals: '审计封条', seal: '封条', sealNumber: '第 {n} 号', seal_verified: '核验通过', seal_broken: '核验不通过', seal_unchecked: '尚未核验', sealedAt: '封存时间', entrySpan: '记录编号', entries: '记录数', sealHead: '封条值（SHA-256）', day: '日期',
    heads: '每日封条', headsHint: '当日最后一个封条印在日台账上，可对照纸质台账', publicKey: '本机公钥，请抄存在别处：', checkNow: '立即核验', checkQueued: '已开始核验，进度见任务中心', noSeals: '还没有封条', noSealsHint: '后台每 10 分钟封存一次审计记录。',
    neverChecked: '封条链还没有核验过；每日凌晨自动核验，也可立即核验。', chainWhole: '{at} 由{by}核验：封条 {seals} 个、记录 {entries} 条，未发现改动；未封 {unsealed} 条。', chainBroken: '{at} 核验发现审计记录被改动', chainBrokenHint: '请立即保全数据库和备份，不要重启或覆盖，报告大队负责人，并用另存的公钥在备份上运行 fengsui audit verify 对照。',
    retention: '保存期限', retentionHint: '个人信息存多久、到期怎么办；每天 2 时自动处理，本页只预览', kindOfData: '内容', whose: '涉及谁', why: '为什么', keptDays: '多久', daysFrom: '{n} 天，自{since}', afterwards: '到期', due: '现已到期', basis: '依据', notVerified: '未核实',
    lastRun: '{at} 由“{by}”处理 {n} 条。', neverRun: '还没有处理过；每天 2 时自动处理。', runFault: '“{what}”没有处理成：{words}',
    requests: '个人信息请求', requestsHint: '有人要求查阅、复制或删除自己的信息时，在这里登记、查找、答复。', noRequests: '还没有请求', newRequest: '登记请求', requestTaken: '已登记，开始计时', requestOpen: '待答复', requestDone: '已答复', received: '收到', answerBy: '答复期限', lookUp: '按什么查',
    lookUpHint: '按电话查全部场所和人员', request_access: '查阅、复制', request_deletion: '删除', subject_contact: '场所负责人、联系人', subject_staff: '工作人员', subject_other: '其他人', askedBy: '提出人', asked_self: '本人', asked_agent: '受托人', asked_family: '近亲属', identity: '怎样核实身份', identityHint: '如：当面核对身份证件，不留复印件', wish: '具体要求', takenBy: '登记人',
    gather: '查找', gatherHint: '查找和导出都会留下审计记录；结果只含本请求辖区内的内容。', handOut: '导出给本人', nothingHeld: '没有查到这个人的信息', mayGo: '可删 {n}', decide: '答复', decideHint: '理由，写给本人看', decideDeletes: '同意后立即删除或匿名化可以删的内容，不能恢复；依法保存的会列出原因。', decision_granted: '同意', decision_partly: '部分同意', decision_refused: '不同意', answered: '答复', went: '已删除或匿名化：{what} {n} 条', stays: '保留：{what} {n} 条，{why}',
    drills: '恢复演练', drillsHint: '备份、恢复到临时目录，两边逐项比对；在服务器上运行 fengsui drill', noDrills: '还没有做过恢复演练', noDrillsHint: '请在服务器上运行 fengsui drill，每季度一次。', drillSame: '一致', drillDiffers: '未通过', took: '用时', seconds: '{n} 秒', figuresCompared: '指标', files: '证据文件', size: '备份大小', lastDrillGood: '{at} 恢复演练通过：恢复后与现有完全一致。', lastDrillBad: '{at} 恢复演练没有通过，备份还不能指望，请马上处理。', differences: '不一致的地方', difference: '{what}：现有 {living}，恢复后 {restored}',
  },
  en: { title: 'System', accounts: 'Accounts', grants: 'Grants', roles: 'Roles', audit: 'Audit', seals: 'Audit seals', calendar: 'Calendar', username: 'Sign-in name', name: 'Name' },
}
