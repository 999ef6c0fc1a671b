/** The kinds of posts, zones and equipment that forms offer; the server's labels are what lists show. */
import type { Option } from '@console/list/types'

const options = (table: Record<string, string>): Option[] => Object.entries(table).map(([value, label]) => ({ value, label }))

export const POST_KINDS = options({
  supervisor: '包联监督员', centre_director: '服务中心主任', centre_staff: '服务中心工作人员', inspector: '镇街巡查员', street_leader: '街道领导', grid_worker: '网格员', volunteer: '志愿者', property: '物业人员',
  micro_station: '微型消防站队员', brigade_leader: '大队领导', committee_office: '防委会办公室', department_liaison: '部门联络员', station_commander: '消防站指挥员', duty_officer: '值班员',
})
export const ZONE_KINDS = options({ business: '商圈', alert_street: '预警街区', old_quarter: '老旧片区', other: '其他片区' })
export const EQUIPMENT_KINDS = options({ e_trike: '消防巡逻电动三轮车', body_camera: '执法记录仪', radio: '无线对讲机', phone: '巡查手机', extinguisher_kit: '随车灭火器材', other: '其他' })
export const EQUIPMENT_STATES = options({ in_store: '在库', issued: '已领用', repair: '维修', lost: '遗失', scrapped: '报废' })
