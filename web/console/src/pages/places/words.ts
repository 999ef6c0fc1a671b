/** Words of 场所. */
export default {
  zh: {
    title: '场所', list: '台账', map: '地图', facilities: '设施到期', import: '导入台账', create: '新建场所', edit: '修改档案', search: '名称、地址、拼音首字母、电话尾号', number: '档案编号', name: '名称', address: '地址', area: '区域',
    class: '类别', state: '状态', contact: '负责人', phone: '电话', openHazards: '未改隐患', updated: '更新', kind: '种类', keyUnit: '重点单位', source: '来源', activity: '经营活动', missing: '资料缺项', inStock: '在册', conflict: '类别有出入',
    hasHazards: '有未改隐患', lastVisit: '最近巡查', expires: '30 天内设施到期', emptyTitle: '还没有场所', emptyHint: '导入街道的电子表格台账，或逐个新建。', noClass: '未分类', overridden: '人工认定', suggested: '建议按重点单位核查',
    basics: '基本情况', classBox: '场所类别', computed: '按规则算出', declared: '台账申报', reasons: '计算依据', overrideReason: '认定理由', override: '人工认定', withdraw: '撤销认定', overrideTitle: '人工认定类别', overrideHint: '认定后以人工认定为准，规则算出的类别仍保留对照。',
    classMissing: '还缺这些资料，补全后才能准确分类', inputs: '分类依据', contacts: '联系人', addContact: '添加联系人', editContact: '修改联系人', removeContact: '移除联系人', removeContactWords: '移除后不再显示，已发出的文书仍保留姓名。', reveal: '查看完整电话',
    revealWords: '查看完整电话会记入审计，请写明用途。', revealed: '完整电话：{phone}', primary: '主要', noPhone: '无电话', role: '身份', facilitiesBox: '消防设施', addFacility: '添加设施', editFacility: '修改设施', removeFacility: '移除设施', removeFacilityWords: '请写明移除原因。',
    facilityKind: '设施', label: '说明', quantity: '数量', position: '位置', installed: '安装日期', expiresOn: '到期日', edition: '标准版本', daysLeft: '剩余天数', expired: '已过期 {n} 天', left: '还有 {n} 天', photos: '照片', addPhotos: '上传照片', noPhotos: '还没有照片',
    plate: '二维码牌', plates: '打印二维码牌', platesHint: '按当前条件打印 {n} 块', platesMany: '按当前条件 {n} 块，交任务中心按社区分册生成', platesQueued: '已开始生成，完成后在任务中心下载', plateSize: '规格', printOne: '打印 PDF', history: '变更记录', stateHistory: '状态', classHistory: '类别', steps: '可办理的状态变更', stepsNone: '当前没有您可以办理的状态变更', why: '为什么您能看到',
    location: '位置', noPoint: '还没有坐标', coordinate: '坐标来源', pickPoint: '在地图上点选位置', compound: '所属小区', building: '所属建筑', manager: '统一管理', credit: '信用代码', external: '原档案编号', note: '备注', created: '建档时间', rulepack: '规则包',
    contains: '内含', panelEmpty: '暂无记录', into: '并入哪一份档案', intoHint: '搜名称或编号', effective: '生效日期', reason: '原因', confirm: '确认{verb}', done: '已办理', saved: '档案已保存', createdDone: '场所已建档', needReason: '请填写原因', needInto: '请选择并入的档案',
    conflictTitle: '这份档案刚被别人改过', conflictWords: '下面是对方的修改。您填的内容还在，核对后可以在最新内容上再次提交。', conflictBy: '{by} 于 {at}', field: '字段', theirs: '对方改为', before: '原来', yours: '您填的', takeLatest: '以最新内容为底，保留我的修改', resubmit: '核对无误，重新提交',
    similar: '可能已经建过档', similarHint: '请先看看是不是同一家，避免重复建档。', certain: '很可能是同一家', notSame: '不是同一家，继续建档', mapShown: '当前视野 {n} 家', mapHint: '放大可看到每一家；点圆点打开档案', newHazard: '登记隐患', total: '台账共 {total} 家，在册 {inStock} 家',
    simulated: '模拟', openMap: '在地图上看', owner: '责任人', kindCount: '{kind} {n}', withdrawWords: '撤销后恢复按规则计算的类别，请写明原因。', line: '条线', yes: '是', no: '否', merged: '已并入', needName: '请填写名称', needArea: '请选择区域', needClass: '请选择类别', notArrived: '照片未送达', expiry: '到期',
    state_: '完好状态', validity: '有效期', expireFilter: '到期天数内', visits: '最近巡查', hazards: '隐患', selectedPlates: '打印二维码牌',
    keyUnitBox: '消防安全重点单位', keyUnitNone: '没有申报或认定记录', document: '文书名称或文号', documentHint: '例如：备案申报表、认定公告文号', finding: '核对情况或理由', paper: '查看文书', asOf: '查看某日', asOfTitle: '查看某日的档案', asOfHint: '档案建于 {from}，可查看此后任何一天结束时的样子', asOfList: '以下是 {on} 当日结束时的台账，导出也按这一天；打开场所看到的是现在的档案。',
    asOfBefore: '这一天还没有这份档案', asOfDiffers: '与今天不同的地方', asOfSame: '与今天相同', today: '今天', mergedHere: '已有档案并入：',
    tenancies: '租户与换手', tenantNone: '建档以来没有换过租户', tenantBeginning: '建档时', tenantNow: '现在', tenantChange: '登记换手', tenantWords: '“{name}”的时段到换手日为止，原来的隐患、巡查留在原租户名下；原联系人移除，未销案隐患须逐条写明由谁负责。', tenantName: '新店名', tenantOn: '换手日期',
  },
  en: {
    title: 'Places', list: 'Ledger', map: 'Map', facilities: 'Facilities', import: 'Import', create: 'New place', edit: 'Edit', number: 'Number', name: 'Name', address: 'Address', area: 'Area', class: 'Class', state: 'State',
    contact: 'Contact', phone: 'Phone', openHazards: 'Open hazards', updated: 'Updated', basics: 'Basics', contacts: 'Contacts', photos: 'Photos', history: 'History', keyUnit: 'Key unit', keyUnitBox: 'Key unit', tenancies: 'Tenants', tenantChange: 'Change of tenant', asOf: 'On a day', asOfTitle: 'The record of a day',
  },
}
