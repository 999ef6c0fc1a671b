/** Words of 组织. */
export default {
  zh: {
    title: '组织', staffing: '1+5+N 配备', areas: '区域', zones: '片区', members: '人员岗位', equipment: '装备', staffingHint: '按 {date} 在岗情况统计；缺口用文字标出', street: '镇街', missing: '缺口', complete: '已配齐', grids: '网格', of: '{actual} / {wanted}', on: '日期', search: '姓名、拼音首字母、电话尾号', name: '姓名', posts: '岗位',
    area: '区域', phone: '电话', organization: '单位', username: '登录名', ended: '离任', includeEnded: '含已离任', postKind: '岗位', newMember: '新增人员', withAccount: '登录名（填写则同时开通账号）', openPost: '任命岗位', endPost: '结束岗位', endPostWords: '填写最后一天；岗位结束后对应授权同时到期。', lastDay: '最后一天', from: '起', to: '止', substitute: '代岗', reveal: '查看完整电话',
    revealWords: '查看完整电话会记入审计，请写明用途。', revealed: '完整电话：{phone}', firstPassword: '首次密码只显示这一次，请当面交给本人：', level: '级别', code: '代码', hasPolygon: '边界', yesPolygon: '有边界', noPolygon: '无边界', upload: '上传边界 GeoJSON', uploadHint: '一个 Polygon 或 MultiPolygon，坐标为 WGS84 经纬度；也可选择坐标系。', system: '坐标系', rename: '改名', renameWords: '填写新名称',
    uploaded: '边界已更新', whyVisible: '为什么您能看到', zoneKind: '种类', newZone: '新建片区', zoneName: '片区名称', closeZone: '关闭片区', closeZoneWords: '关闭后不再使用，须写明原因。', kind: '种类', serial: '编号', state: '状态', holder: '领用人', issuedAt: '领用时间', issue: '发放', giveBack: '收回', condition: '归还时状况', history: '领用记录', newEquipment: '登记装备', label: '说明', bought: '购置日期', issueTo: '发给谁',
    good: '完好', damaged: '有损坏', lost: '遗失', setState: '变更状态', done: '已办理', emptyMembers: '还没有人员', emptyEquipment: '还没有装备', simulated: '模拟', note: '备注', polygonBad: '文件不是有效的 GeoJSON：{words}', noGeometry: '文件里没有面（Polygon 或 MultiPolygon），请检查。', chooseFile: '选择文件', areaHint: '选择左边的区域查看边界', emptyZones: '还没有片区', chosenFile: '已选：{name}', none: '无', search_: '编号、说明',
    substituteMark: '代岗', reason: '原因',
  },
  en: { title: 'Organization', staffing: 'Staffing', areas: 'Areas', zones: 'Zones', members: 'Members', equipment: 'Equipment', name: 'Name', posts: 'Posts', area: 'Area' },
}
