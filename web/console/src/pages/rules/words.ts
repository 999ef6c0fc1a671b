/** Words of 规则. */
export default {
  zh: {
    title: '规则包', hint: '场所类别、检查项、期限、结果和文书权限都来自规则包；每条记录保留它办理时的版本。', version: '版本', name: '名称', region: '适用地区', nation: '全国', state: '状态', from: '生效', to: '止', items: '检查项', unverified: '待核条款', published: '发布', newDraft: '另存为草稿',
    draftVersion: '新草稿的版本号', draftHint: '小写字母、数字、点和短横线，例如 neimenggu-2026.2', checklists: '检查项', classes: '场所类别', outcomes: '巡查结果', limits: '等级与期限', papers: '文书权限', sources: '来源', diff: '版本差异', trial: '试算', edit: '编辑', test: '运行校验',
    publish: '发布', publishWords: '发布后立即按生效日期执行，内容不能再改；以后的修改须另存新版本。', retire: '设定最后一天', problems: '校验问题', noProblems: '没有发现问题', basis: '依据', grade: '等级', category: '违法情形', onSite: '可当场改正', limited: '限期整改', counted: '计数', fault: '不合格时隐患名称', photo: '不合格须拍照',
    code: '编码', every: '巡查频次', everyDays: '每 {n} 天', group: '分组', keyUnit: '重点单位', condition: '条件', days: '{n} 个工作日', sameDay: '当日', compareWith: '与哪个版本比较', noDiff: '两个版本没有差异', what: '内容', kind: '变化', old: '原', next: '新', tryInputs: '填入场所资料，看会归到哪一类',
    tryRun: '试算', result: '归类结果', missing: '还缺资料', saved: '草稿已保存', tested: '校验完成', publishedDone: '规则包已发布', content: '内容（JSON）', contentHint: '整份规则包的内容。保存时逐项检查，写错的字段会被指出。', badJson: '不是有效的 JSON：{words}', issuers: '可出具', legalForce: '有强制力', inspected: '计为已检查',
    returnDays: '几个工作日后再去', placeState: '提示场所状态', delegation: '授权依据', lastDay: '最后一天', search: '搜检查项', sourceState: '核对状态', all: '全部检查表', activity: '经营活动', note: '说明', retired: '已设定最后一天', empty: '还没有规则包',
  },
  en: { title: 'Rule packs', version: 'Version', state: 'State', items: 'Items', classes: 'Classes', outcomes: 'Outcomes', publish: 'Publish', test: 'Test', edit: 'Edit', diff: 'Differences' },
}
