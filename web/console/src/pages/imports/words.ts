/** Words of 导入. */
export default {
  zh: {
    title: '导入台账', hint: '街道原来的电子表格直接上传：标题行、合并表头、全角数字都能读；写入前先看逐行结果，写入后可整批撤销。', upload: '上传表格', area: '导入到哪个区域', choose: '选择 .xlsx、.xls 或 .csv 文件', file: '文件', state: '状态', by: '上传人', at: '上传时间', counts: '行数', empty: '还没有导入过', emptyHint: '上传街道现有的场所台账即可开始。',
    steps: { columns: '核对列', preview: '检查结果', applied: '写入与撤销' }, sheet: '工作表', header: '表头在第', headerRow: '{n} 行', height: '表头行数', system: '坐标系', column: '列', field: '对应内容', samples: '样例', why: '判断依据', leftOut: '不导入', remembered: '已按上次同样表头的选择填好', saveMapping: '保存列设置', runPreview: '检查每一行',
    previewing: '正在逐行检查，可离开本页，进度在任务中心', applying: '正在写入，可离开本页，进度在任务中心', undoing: '正在撤销', row: '行', verdict: '判定', name: '名称', whatWeRead: '原表内容', remark: '说明', problems: '只看有问题的', all: '全部', search: '名称或行号', decide: '判断', same: '是同一家', isNew: '另建新档', skip: '跳过', undecide: '改为未决定', decideAll: '全部疑似行', undecided: '还有 {n} 行待人工判断，未判断的不会写入',
    apply: '写入台账', applyWords: '将新增 {new} 家、变更 {changed} 家；退回和未判断的行不写入。写入后可整批撤销。', undo: '整批撤销', undoWords: '撤销会删去本批新建的档案、恢复被变更的内容。之后有人办理过的档案会列出来由您决定。', keepTouched: '保留已被办理过的档案，撤销其余', touched: '这些档案导入后已有人办理', result: '下载结果 XLSX', done: '已完成', from: '原', to: '改为', match: '可能是', score: '相似 {n}%',
    rowMatch: '本表第 {n} 行', failed: '处理失败', uploading: '正在上传', reading: '正在读取', noFile: '请选择文件', needArea: '请选择区域', mappingSaved: '列设置已保存', outcome: '结果', decided: '已判断 {n} 行', again: '重新检查', auto: '自动判断', hidden: '隐藏列', needName: '没有一列对应“名称”，请先指定。', atExport: '导出时', theirs: '用系统的', mine: '用表格的', theirsAll: '冲突全用系统的', mineAll: '冲突全用表格的',
  },
  en: { title: 'Import', upload: 'Upload', area: 'Area', file: 'File', state: 'State', sheet: 'Sheet', column: 'Column', field: 'Field', samples: 'Samples', apply: 'Write', undo: 'Undo', result: 'Result XLSX' },
}
