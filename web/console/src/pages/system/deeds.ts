/** The words of audited deeds: what it was done to, and what was done; the code stays for whoever looks for it. */
const NOUNS: Record<string, string> = {
  account: '账号', area: '区域', audit: '审计', building: '楼栋', bulletin: '通报', calendar: '工作日历', doubt: '质量提醒', duty: '上岗', equipment: '装备', escalation: '督办', evidence: '照片和文件', figure: '指标',
  frozen_report: '锁数', grant: '授权', hazard: '隐患', household: '入户', import: '导入', job: '任务中心', major: '重大火灾隐患', member: '人员', messages: '消息', notice: '告知书', organization: '单位', panel: '统计面板',
  patrol: '巡查计划', phone: '手机', place: '场所', post: '岗位', privacy: '个人信息', report: '日台账', rescue: '救援导入', retention: '保存期限', rulepack: '规则包', sample: '质量抽查', second_factor: '动态码', session: '登录', setting: '设置',
  steps: '五步法', sync: '手机送达', task: '任务', track: '轨迹', training: '培训', unsent_alarm: '未送达告警', visit: '巡查', zone: '片区',
}
const ACTS: Record<string, string> = {
  accept: '受理', acknowledge: '认领', add: '登记', add_contact: '加联系人', add_facility: '加设施', add_hazards: '并入隐患', add_photos: '补照片', add_piece: '收到一段', add_places: '加场所', applied: '写入完成', apply: '写入', ask_check: '要求核验', ask_cosign: '请会签',
  ask_extension: '申请延期', assign: '交办', attach_photo: '加照片', begin: '开始设置', bulk_apply: '批量办理', bulk_export: '批量导出', bulk_preview: '批量预览', bulk_undo: '批量撤销', cancel: '取消', change_password: '改密码', change_tenant: '换手', check: '核查', choose: '逐格选定', close: '注销',
  close_on_evidence: '照片送达销案', confirm: '确认', correct: '更正', correct_place: '更正场所', create: '新建', daily_export: '导出', decide: '认定', decide_extension: '批延期', disagree: '不一致', discard: '丢弃草稿', dismiss: '不予认定', done: '完成', download: '下载', draft: '起草', draw: '抽取', drop: '撤下',
  edit_contact: '改联系人', edit_facility: '改设施', end: '结束', escalate: '逐级上报', evaluate: '比对规则', explain: '说明', export: '导出', export_kept: '导出待处理', facts: '取数', files: '成文', find: '发现', fix_on_site: '当场改正', follow_place: '随场所换区域', forget: '到期删除', freeze: '锁定', give: '授予',
  give_opinion: '会签意见', grant_extension: '同意延期', import: '导入', invalidate: '标为无效', issue: '发出', key_unit_step: '重点单位办理', knock: '敲门', list: '列出', load: '装入', look: '查看', map: '核对列', merge: '合并', new_codes: '换备用码', move_away: '搬迁', off: '停用', on: '启用', open: '打开',
  open_key: '打开密钥', override_class: '改类别', pause_limit: '中止计时', plan: '安排', preview: '预览', print: '打印', print_plates: '打印二维码牌', propose: '报新场所', propose_place: '报新场所', prove: '验证', publish: '发布', put: '更改', put_polygon: '改边界', queue_plates: '排队打印二维码牌', raise: '告警', read: '查看',
  'work.read': '查看工作', recompute: '重算', recompute_class: '重算类别', recompute_due: '重算期限', record: '登记', refer: '函转', refresh: '重新取数', refuse_extension: '不同意延期', register: '建档', reject: '误录', release: '销案', remove: '撤下', remove_contact: '删联系人', remove_facility: '删设施', remove_photo: '撤下照片',
  remove_place: '去掉场所', rename: '改名', renovate: '装修', reopen: '重开', report_fixed: '整改上报', report_unsent: '报告未送达', reset: '重设', reset_password: '重设密码', restore: '恢复', result: '下载结果', resume_limit: '恢复计时', retire: '停用', retry: '重试', return: '退回', return_referral: '退回函转', reveal_phone: '查看电话',
  review: '复查', review_fail: '复查不通过', review_pass: '复查通过', revoke: '收回', save: '保存', send_back: '退回', serve: '送达', set_active: '启用或停用', set_day: '设置', set_state: '改状态', settings: '改设置', settle: '核定', show: '告知本人', sight: '再次发现', sign_in: '登录', sign_out: '退出', split: '拆分', start: '开始', store: '存入',
  submit: '送达', substitute: '顶岗', suspect: '疑似', suspend: '停业', template: '改模板', test: '测试', transfer: '移交', undo: '撤销', undo_reason: '撤销原因', undone: '撤销完成', unmask: '查看电话', unmerge: '撤销合并', update: '修改', upload: '上传', urge: '催办', vacate: '空置', verify: '核验', view: '查看', void: '作废', withdraw: '撤回',
}
const WHOLE: Record<string, string> = {
  'hazard.open': '登记隐患', 'post.open': '任岗', 'post.end': '离岗', 'zone.close': '停用片区', 'bulletin.check': '核对通报', 'bulletin.issue': '印发通报', 'area.import': '导入区划', 'area.retire': '停用区域', 'household.knock': '入户走访', 'session.sign_in': '登录', 'session.sign_out': '退出登录', 'session.end': '结束登录',
}

/** Returns the nouns that the log can be narrowed to: the beginning of the verb and its word. */
export const subjects = (): { value: string; label: string }[] => Object.entries(NOUNS).map(([code, word]) => ({ value: `${code}.`, label: word }))

/** Returns the words of a deed; its code where there are none. */
export function deedWords(verb: string): string {
  const [noun = '', ...rest] = verb.split('.')
  const act = ACTS[rest.join('.')]
  return WHOLE[verb] ?? (NOUNS[noun] && act ? `${NOUNS[noun]} · ${act}` : verb)
}
