/** What trainings are about. */
export const SUBJECTS = ([['general', '消防常识'], ['evacuation', '疏散逃生'], ['extinguisher', '灭火器使用'], ['electricity', '用火用电用气'], ['e_bike', '电动自行车'], ['small_place', '九小场所'], ['key_unit', '重点单位'], ['other', '其他']] as const).map(([value, label]) => ({ value, label }))
