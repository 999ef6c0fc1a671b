/** Words of 隐患. */
export default {
  zh: {
    title: '隐患', list: '列表', board: '看板', search: '编号、场所、地址、检查项', grade: '等级', state: '状态', category: '违法情形', overdue: '逾期', dueSoon: '即将到期', provisional: '待国务院公布',
    found: '发现日期', due: '期限', source: '来源', number: '编号', item: '隐患', place: '场所', area: '区域', dueOn: '整改期限', foundOn: '发现', foundBy: '发现人', assignedTo: '承办', closedOn: '销案', round: '轮次',
    emptyTitle: '还没有隐患', emptyHint: '网格员在手机上检查发现的隐患会出现在这里，也可以在场所页登记。', case: '隐患 {number}', timeline: '办理过程', photos: '照片对比', before: '整改前', after: '整改后', noPhoto: '无照片',
    notArrived: '照片未送达', marked: '标注', notArrivedHint: '拍照人的手机还没有上传，联网后会自动到达', gallery: '相册', deadline: '期限', left: '剩余', computed: '怎样算的', limit: '整改期限', notRunning: '期限已停止', steps: '可办理的步骤',
    stepsNone: '当前没有您可以办理的步骤', blocked: '暂不能办：{why}', seen: '谁看过', seenNone: '还没有人看过', why: '为什么您能看到', basis: '依据', facts: '案情', description: '描述', itemCode: '检查项', counts: '检查数', countsWords: '查 {checked}，坏 {bad}',
    pack: '规则包', rectifier: '整改人', reviewer: '复查人', contacts: '联系人', openPlace: '打开场所档案', late: '事后补传', roundWords: '第 {n} 轮', consequence: '办理后', confirm: '确认{verb}', assignee: '承办人', assigneeKind: '承办类型',
    member: '人员', organization: '单位', contact: '场所联系人', dueEarlier: '提前到', noteLabel: '说明', reasonLabel: '原因', photosLabel: '照片', photosAfter: '整改后照片', choosePhotos: '选择照片', chosen: '已选 {n} 张', limitDays: '整改工作日',
    limitDaysHint: '留空按规则包', missing: '{n} 张照片未送达', needReason: '请填写原因', needAssignee: '请选择承办人', needPhotos: '请选择照片', needRectifier: '请填写整改人', done: '已办理', versionChanged: '这条隐患刚被别人办理过，已为您刷新，请看清后再办。',
    inStock: '存量', total: '合计', boardMore: '查看全部 {n} 条', provisionalHint: '跨到尚未公布的放假安排，期限暂按周一至周五推算', recorded: '登记于 {at}', photoToRemove: '要撤下的照片', register: '登记隐患', batchAssign: '批量交办', batchHint: '逐条交办给同一人员或单位；办不了的会列出编号和原因，其余照常办理。', findItem: '搜检查项名称或编号', onSite: '当场改正（需要整改后照片）',
    checked: '检查数量', bad: '不合格数量', registered: '隐患已登记', needItem: '请选择检查项', boardEmpty: '没有隐患', category12: '违法情形',
    notice: '告知书', notices: '告知书', noticeIssued: '检查时间', noticeIssuer: '告知单位', noticeBy: '检查人员', noticeServed: '送达方式', noticeSigned: '现场签收', noticeSignedYes: '已签名', noticeSignedNo: '未签', noticeOpened: '首次打开', noticeOpening: '网页打开', noticeUnopened: '未打开', noticeWasOpened: '已打开',
    noticeCode: '短码', noticeVoid: '已撤回', noticePrint: '打印 PDF', noticeSearch: '编号、场所、短码', noticeDate: '日期', noticeCount: '隐患（处）', noticeLines: '告知 {n} 项', noticeGoal: '应做到', noticeLimit: '建议期限', noticeVisit: '巡查记录', noticeEmpty: '还没有告知书', noticeEmptyHint: '巡查发现隐患并送达后，告知书自动编号，出现在这里。',
  },
  en: {
    title: 'Hazards', list: 'List', board: 'Board', search: 'Number, place, address, item', grade: 'Grade', state: 'State', overdue: 'Overdue', dueSoon: 'Due soon', found: 'Found', due: 'Limit', source: 'Source', number: 'Number',
    item: 'Hazard', place: 'Place', area: 'Area', dueOn: 'Due', foundOn: 'Found', foundBy: 'Found by', assignedTo: 'Assigned to', closedOn: 'Closed', round: 'Round', case: 'Hazard {number}', timeline: 'Timeline', photos: 'Photos',
    before: 'Before', after: 'After', deadline: 'Limit', steps: 'Next steps', seen: 'Seen by', why: 'Why you can see it', facts: 'Case', register: 'Record a hazard',
    notice: 'Notice', notices: 'Notices', noticeIssued: 'Inspected', noticeIssuer: 'Issued by', noticeBy: 'Inspector', noticeServed: 'Served', noticeSigned: 'Signed', noticeSignedYes: 'signed', noticeSignedNo: 'not signed', noticeOpened: 'First opened', noticeOpening: 'Page opened',
    noticeUnopened: 'not opened', noticeWasOpened: 'opened', noticeCode: 'Code', noticeVoid: 'Taken back', noticePrint: 'Print PDF', noticeSearch: 'Number, place, code', noticeDate: 'Date', noticeCount: 'Hazards', noticeLines: '{n} items', noticeGoal: 'Should be', noticeLimit: 'Advised by',
    noticeVisit: 'The visit', noticeEmpty: 'No notices yet', noticeEmptyHint: 'A visit that finds hazards issues a numbered notice once it has been delivered.',
  },
}
