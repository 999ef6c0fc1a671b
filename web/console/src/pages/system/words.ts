/** Words of 系统. */
export default {
  zh: {
    title: '系统', accounts: '账号', grants: '授权', roles: '角色权限', audit: '审计', calendar: '工作日历', search: '姓名、登录名、电话尾号', username: '登录名', name: '姓名', phoneTail: '电话尾号', active: '状态', isActive: '启用', isClosed: '停用', mustChange: '待改密码', created: '建立', seen: '最近登录', rolesHeld: '角色',
    newAccount: '新建账号', phone: '电话', firstPassword: '首次密码只显示这一次，请当面交给本人：', reset: '重置密码', resetWords: '原密码立即失效，新密码只显示一次，本人登录后须修改。', close: '停用', reopen: '启用', closeWords: '停用后该账号的全部登录立即失效。', reopenWords: '启用后可以重新登录。', sessions: '登录会话', end: '结束', endWords: '该设备立即退出登录。',
    noSessions: '没有会话', role: '角色', area: '区域', line: '条线', from: '起', to: '止', give: '授予角色', revoke: '撤销', revokeWords: '撤销立即生效，须写明原因。', source: '来源', account: '账号', revoked: '已撤销', inForce: '有效', ended: '已到期', permissions: '权限', verb: '动作', subject: '对象', who: '人员', when: '时间', ip: '地址', changes: '变更', reason: '原因',
    result: '结果', auditSearch: '人员、对象', auditHint: '每次写入、敏感数据查看和导出都在这里，只增不改；查询本身也会记入。', verbFilter: '动作（如 hazard.）', date: '日期', field: '字段', before: '原', after: '新', id: '编号', workday: '上班', rest: '休息', holiday: '放假', setDay: '设置', dayNote: '说明', calendarHint: '整改期限按这里的工作日计算；改动后相关期限会重算。',
    provisional: '推算', month: '月份', export: '导出', sourceLabel: '来源', noAccess: '三类管理员分设：系统管理员管账号，安全管理员管授权，审计管理员查审计。', kind: '类型', noChanges: '没有字段变更', done: '已办理',
  },
  en: { title: 'System', accounts: 'Accounts', grants: 'Grants', roles: 'Roles', audit: 'Audit', calendar: 'Calendar', username: 'Sign-in name', name: 'Name' },
}
