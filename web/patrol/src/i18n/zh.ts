/** Chinese words of the phone app, in the words of the work. */

export const zh = {
  app: {
    name: '烽燧巡查',
    update_ready: '新版本已就绪，点此更新（未送达的内容不受影响）',
    clock_wrong: '手机时间不准，已按服务器时间校正；请在系统设置里打开“自动设置时间”。',
    insecure: '当前不是安全连接（HTTPS），拍照定位和断网打开可能不可用，请按管理员给的地址打开。',
  },
  demo: { ribbon: '模拟数据 · 仅供演示，不是真实场所和人员' },
  bar: { label: '主要页面', today: '今日', map: '地图', scan: '扫码', ledger: '台账', me: '我的' },
  common: {
    back: '返回', cancel: '取消', stay: '再想想', wait: '请稍候…', retry: '重试', understood: '知道了', more: '再显示 {n} 条', less: '减少{what}', greater: '增加{what}',
  },
  error: {
    no_network: '连不上服务器。请检查网络；内容都在手机上，联网后会自动发送。',
    server_busy: '服务器暂时没有回应，稍后会自动重试。',
    sign_in: '登录已失效，重新登录后继续发送。',
    app: '出了点问题，请重试；如仍不行，请重新打开应用。',
  },
  storage: { full: '手机空间不足，没有存下这一项；之前的内容都还在。请清理相册等空间，或先联网把未送达的发出去，再试一次。' },
  browser: {
    inside: '在微信、钉钉等应用里打开：断网后打不开，点此看怎么办', no_worker: '这个浏览器断网后打不开应用，点此看怎么办', insecure: '没有使用受信任的 HTTPS：相机、定位、离线都不可用，点此看怎么办',
    title: '换到手机浏览器里打开', still_works: '现在仍可照常填写、拍照，内容存在手机里，打开着的时候会发送；只是关掉以后、没有网络时打不开。',
    how: '请用手机自带浏览器（或 Chrome、Edge）打开下面的地址，再从浏览器菜单“添加到主屏幕”。', how_inside: '按右上角“…”，选“在浏览器中打开”；或复制地址，粘贴到手机浏览器里。打开后“添加到主屏幕”。',
    how_insecure: '请让系统管理员启用 HTTPS（fengsui serve --tls），按信任页的图给手机装一次证书，再用 https:// 的地址打开。',
    copy: '复制地址', copied: '已复制，到浏览器里粘贴打开', copy_by_hand: '请长按上面的地址复制', qr: '巡查应用的地址', supported: '支持：安卓、鸿蒙的系统浏览器、Chrome、Edge 103 以上；iOS 16.4 以上的 Safari。',
  },
  lock: {
    title: '解锁码', enter: '请输入解锁码', choose: '设置六位解锁码', choose_again: '再输入一次', choose_text: '手机里的场所、照片和记录用它加密，每次打开应用时输入。不要告诉别人。',
    six_digits: '解锁码是六位数字。', too_easy: '这个太容易猜到，请换一个，不要用 123456、重复或连续的数字。', differ: '两次不一样，请重新设置。', chosen_elsewhere: '这部手机的另一个页面已经设好解锁码，请输入那个。', typed: '已输入 {n} 位', erase: '删除一位',
    wrong: '解锁码不对。', wrong_old: '原来的解锁码不对，请重新输入。', wait: '输错多次，请等 {n} 秒再试。', forgot: '忘了解锁码', forgotten: '重新设置解锁码', remembered: '想起来了，返回',
    forgotten_text: '先设一个新的，再用登录密码确认（需要网络）。手机里未送达的内容都还在。', forgotten_password: '请输入登录密码，确认是本人。', reset: '确认并打开', no_escrow: '这部手机还没有从服务器取过备份钥匙，只能用原来的解锁码打开。',
    another: '换人登录', sealed: '手机里的场所、照片和记录已加密。离开应用超过下面的时间就要输入解锁码。', not_sealed: '没有使用受信任的 HTTPS：手机里的内容没有加密，也没有解锁码。请让系统管理员启用 HTTPS。',
    after: '离开多久后锁定', minutes: '{n} 分钟', now: '现在锁定', change: '更换解锁码', changed: '解锁码已更换', old_pin: '先输入原来的解锁码', new_pin: '再输入新的解锁码',
  },
  rescue: {
    make: '导出救援文件', made: '救援文件已导出', made_text: '文件“{name}”里有 {operations} 条记录、{photos} 张照片，已加密，只有本单位的系统能打开。请交给服务中心在电脑上导入；导入前不要删除。',
    left: '{name}在这部手机里还有 {operations} 条记录、{photos} 张照片未送达。本人登录后会自动发送；手机要上交时请先导出。', nothing: '全部已送达，不需要救援文件。', no_escrow: '这部手机还没有联网取过工作数据，做不了救援文件。请联网一次。', not_sealed: '没有加密的内容不能导出。请先用 https 地址打开并设置解锁码。',
  },
  sync: {
    reading: '正在读取手机里的记录…',
    all_delivered: '已全部送达 · {at}',
    all_delivered_offline: '已全部送达 · 当前无网络，可照常巡查',
    never: '正在连接服务器…',
    never_offline: '无网络，尚未下载工作数据',
    refused: '{refused} 项未被接收，请点开查看原因',
    sign_in_only: '登录已失效，请重新登录',
    unsent: { operations: '{operations} 条记录未送达', photos: '{photos} 张照片未送达', both: '{operations} 条记录、{photos} 张照片未送达' },
    offline: {
      operations: '{operations} 条记录未送达 · 无网络，已存手机',
      photos: '{photos} 张照片未送达 · 无网络，已存手机',
      both: '{operations} 条记录、{photos} 张照片未送达 · 无网络，已存手机',
    },
    sending: {
      operations: '正在发送，{operations} 条记录未送达',
      photos: '正在发送，{photos} 张照片未送达',
      both: '正在发送，{operations} 条记录、{photos} 张照片未送达',
    },
    sign_in: {
      operations: '请重新登录：{operations} 条记录未送达',
      photos: '请重新登录：{photos} 张照片未送达',
      both: '请重新登录：{operations} 条记录、{photos} 张照片未送达',
    },
  },
  sign_in: {
    lead: '登录后下载本人辖区的工作数据，断网也能巡查。',
    again: '请重新登录。手机上的内容都还在。',
    again_kept: '请重新登录。手机上有 {n} 项未送达，登录后自动继续发送。',
    username: '登录名', password: '密码', submit: '登录', later: '先不登录，继续巡查', code: '验证码', code_hint: '手机验证器上的六位数字，或一个恢复码。',
  },
  password: {
    title: '首次登录，请修改密码', lead: '{name}，初始密码只用一次。', old: '原密码', new: '新密码', repeat: '再输一次新密码',
    submit: '修改并开始', differ: '两次输入的新密码不一样。',
  },
  privacy: {
    title: '个人信息处理告知', lead: '版本 {version}。请看一遍，以后有变化会再告知。', table: '保存什么、多久', days: '{n} 天后{action}，自{since}', unverified: '未核实', read: '我已阅读', open: '个人信息处理告知',
  },
  today: {
    title: '今日 {date}', summary: '待办 {due} · 本机已办 {done}', overdue: '逾期 {n}', list: '今日任务', whose: '看谁的任务',
    mine: '我的 {n}', everyone: '辖区全部 {n}', drafts: '有巡查没保存', continue: '继续：{name}', empty: '今天没有待办了',
    empty_text: '可以从台账挑一家去看看，或扫门牌码开始巡查。', to_ledger: '打开台账', no_pack: '还没有工作数据',
    no_pack_text: '联网后会自动下载辖区场所、隐患、任务和检查表。', fetch: '现在下载', deferred: '已延后 {n}', done: '本机已办 {n}',
    pack_age: '工作数据更新于 {at}',
  },
  task: {
    overdue: '逾期 {n} 天', today: '今天到期', due: '{day} 到期', deferred_to: '延后到 {day}', done_here: '已办', defer: '延后', defer_aria: '延后：{name}',
  },
  defer: {
    title: '延后这项任务', until: '延后到', in_1: '明天', in_3: '3 天后', in_7: '一周后', other_day: '其他日期', why: '原因', why_own: '也可以自己写',
    closed: '今天未营业', owner_away: '负责人不在', weather: '天气原因', duty: '临时任务', save: '确定延后', detail: '延后到 {day}：{reason}',
  },
  place: {
    number: '编号', class: '类别', area: '区域', plate: '门牌码', navigate: '导航去', start: '开始巡查', continue: '继续巡查', tasks: '任务',
    hazards: '未销隐患 {n}', no_hazards: '没有未销案的隐患。', mine: '本机记录', notice: '告知书 {number}', shown: '告知内容', unknown: '手机上没有这家场所',
    unknown_text: '可能不在您的辖区，或已注销、迁出。请联网更新工作数据后再试。',
  },
  hazard: {
    due: '最迟 {day} 整改', provisional: '（待国务院公布放假安排）', overdue: '逾期 · ', review: '去复查', report_fixed: '登记“已整改”', photo: '拍隐患照片',
    no_photo: '拍不了照？', no_photo_why: '为什么没有照片', words: '补充说明（可用键盘语音）', how: '怎么处理', by_limit: '限期整改', on_site: '当场改正',
    notice: '告知书 {number}', on_site_needs: '需改后照片', after_photo: '拍改后照片', fix_words: '怎么改的',
  },
  visit: {
    lead: '先选这次的结果', outcome: '巡查结果', other_outcome: '改选', all_fine: '全部合格', rest_fine: '其余 {n} 项合格',
    state_fine: '全部合格。有问题的，点那一项的“不合格”。', state_bad: '{n} 项不合格，其余合格。', progress: '（{done}/{all}）', save: '保存', go_to_missing: '去补上',
    discard: '放弃', discard_title: '放弃这次巡查？', discard_text: '填写的内容和照片会删除，找不回来。', no_rules: '手机上还没有检查表', detail_bad: '{outcome}，发现隐患 {n} 项',
  },
  answer: { ok: '合格', bad: '不合格', na: '不涉及' },
  item: { unverified: '待核', count: '填数量（{unit}）', standing: '此项已有未销隐患 {number}，期限 {due}；仍未改的选“不合格”，不会重复立案。', checked: '检查数（{unit}）', bad: '其中坏（{unit}）' },
  missing: {
    outcome: '请先选巡查结果。', outcome_photo: '这种结果要拍一张现场照片。', outcome_note: '这种结果要写明情况。', unanswered: '还有 {n} 项没有标记。',
    counts: '有一项的数量没填对：坏的要不少于 1、不多于检查数。', photo: '有不合格项还没拍照。', after_photo: '当场改正要拍改后照片。', description: '请写明情况。',
  },
  finish: {
    title: '现场与签字', photo: '拍现场照片', note: '备注', note_needed: '说明情况（必填）', signer: '签字人姓名', signer_role: '签字人身份（如店长）', orders: '依授权责令改正（不勾选则为劝导、建议）', sign: '请对方签字', signed: '已签字，点此重签',
  },
  sign: { hint: '请在框内签名', pad: '签名区', again: '重写', done: '签好了', of: '{name} · 签字' },
  photo: { nth: '{label}，第 {n} 张', remove: '去掉第 {n} 张', working: '处理中…', no_position: '未取得定位', failed: '照片没有存下来，请再拍一次。', mark: '在第 {n} 张上标注', mark_this: '点击标注', marked: '已标注' },
  mark: { hint: '用手指圈出问题。原照片保持不变，标注另存一张。', on: '在照片上标注：{label}', tool: '画法', ring: '圈', arrow: '箭头', line: '画线', undo: '撤销', done: '保存标注' },
  clip: {
    add: '附执法记录仪片段', keep: '附上', remove: '去掉这个片段', starts: '从', ends: '到', check_range: '请核对片段的起止时间。', give_range: '读不出片段时长，请填写起止时间。',
    range_wrong: '起止时间没填对：结束不能早于开始。', refused_kind: '这不是视频文件。请选 MP4、MOV、3GP 或 AVI。', refused_size: '片段超过 {mb} MB。请在记录仪上截取一段再附。', wifi: '片段较大，连上无线网络后自动发送；点“现在发送”会用手机流量。',
  },
  limit: { on_site: '已当场改正', at_once: '立即整改', days: '{n} 个工作日内整改', counted: '{unit}：查 {checked}，坏 {bad}', advised: '建议{limit}', ordered: '责令{limit}' },
  notice: {
    saved: '已保存', kept: '已存在手机，尚未送达；联网后自动发送。', delivered: '已送达 {number}', photos_left: '记录已送达 {number}，{n} 张照片未送达', failed_items: '以下检查项不合格：', heading: '消防安全隐患告知书', order_heading: '责令改正通知书', code: '短码 {code}',
    nothing: '本次检查未发现隐患。', standing: '以前发现、尚未销案', qr: '请对方扫码留存', qr_text: '扫码打开告知书网页：能看每一项的进度，下载 PDF。本机联网送达后才看得到，之前会提示稍后再看。',
    to_words: '对方没有网络？换成文字二维码', to_page: '换回网页二维码', qr_words: '文字二维码', qr_words_text: '扫码得到上面的文字，不用网络。', paper: '告知书', numbered: '已编号 {number}', open_paper: '打开告知书 PDF', more: '……共 {n} 项未列出，详见告知书', next: '下一家',
  },
  review: {
    title: '复查', compare: '对照', before: '整改前', reported: '上报的整改后', no_before: '手机上没有整改前的照片，联网后可下载。', with_ghost: '按原角度拍（叠影）',
    ghost: '整改前的叠影', ghost_strength: '叠影深浅', shoot: '拍', now: '现在', photo: '拍现在的样子', verdict: '复查结论', pass: '通过', fail: '不通过',
    reason: '说明', reason_needed: '哪里没改好（必填）', save: '保存复查', needs: '需要：现场照片、结论；不通过还要写明原因。', saved: '复查已保存',
    pending: '这项隐患已在本机处理，等待送达或服务器更新。', unknown: '手机上没有这项隐患', unknown_text: '可能已销案，或不在您的辖区。联网更新后再看。',
    detail_pass: '复查通过：{title}', detail_fail: '复查不通过：{title}',
  },
  fixed: {
    title: '登记已整改', lead: '场所说已经改好：拍一张现在的照片。之后由另一个人复查。', photo: '拍改后照片', rectifier: '谁改的（不填则记场所）', note: '说明', save: '保存',
    saved: '已保存', pending: '这项隐患已在本机处理，等待送达或服务器更新。', needs_photo: '需要一张改后的照片。', detail: '已整改：{title}',
  },
  correct: {
    open: '与台账不符？', title: '更正档案', phone: '电话换了', name: '换了店名', state: '停业等', address: '地址不对', new_phone: '现在的电话', contact: '姓名（可不填）', new_name: '现在的店名',
    new_address: '现在的地址', note: '说明（可不填）', save: '保存', saved: '已保存，送达后写入台账。', detail: '更正：{what}', phone_lead: '原来的号码不会删除，由街道核定。', state_lead: '点一下就保存。',
    states: { suspended: '停业', vacant: '空置', moved: '搬走了', renovating: '在装修', transferring: '转让中', operating: '正常营业' },
  },
  propose: {
    title: '登记新场所', lead: '台账里没有的，先报上去，街道核对后入账。', name: '名称', address: '地址', activity: '经营业态', activity_unknown: '不清楚',
    contact: '联系人', phone: '联系电话', note: '说明', located: '已定位，误差约 {n} 米', locating: '正在定位…', no_position: '没有定位。请打开手机定位，到门口再试。',
    locate: '重新定位', save: '保存', saved: '已保存，送达后由街道核对。', detail: '新场所',
  },
  map: {
    title: '地图', count: '{n} 家有坐标', as_map: '看地图', as_list: '看列表', empty: '没有可显示的场所', empty_text: '辖区场所还没有坐标，或尚未下载工作数据。',
    overdue: '逾期', due: '有任务', hazard: '有隐患', fine: '正常', failed: '这部手机画不出地图，下面按远近列出。', metres: '{n} 米',
  },
  scan: {
    title: '扫码', lead: '对准门口的门牌码', camera: '相机画面', starting: '正在打开相机…', no_camera: '相机打不开（没有授权，或浏览器不支持）。请输入门牌码下方的 10 位字符。',
    code: '门牌码', open: '打开场所', no_plate: '这不是场所门牌码。', unknown: '手机上没有门牌码 {code} 的场所：可能不在您的辖区，或工作数据还没更新。',
  },
  duty: {
    title: '上岗', on: '上岗', off: '下岗', now: '上岗中 · {at} 开始', not: '未上岗', keeps: '应用打开时记录轨迹，22:00 自动停。', keeps_none: '不记录轨迹。', denied: '没有定位权限，不记录轨迹。', piece: '轨迹',
  },
  tracks: {
    title: '我的轨迹', lead: '只在上岗时记录，{n} 天后删除', viewings: '谁看过', nobody: '没有人看过您的轨迹。', looked: '在 {at} 看过 {day} 的轨迹', why: '原因：{reason}', days: '我的上岗记录', none: '还没有上岗记录。', walked: '{n} 个位置，约 {m} 米', little: '这一天没有连成线的位置。', offline: '现在看不了', offline_text: '轨迹存在办公室的服务器上，联网后再看。',
  },
  homes: {
    title: '入户走访', short: '入户', count: '{n} 栋', new: '新楼栋', search: '找楼栋', shape: '{units} 个单元，{floors} 层，{doors} 户', met_of: '走访过 {met} / {all} 户', none: '还没有楼栋', none_text: '填几个数字就能画出一栋楼，同事同步后也能用。', draw: '画一栋楼', redraw: '改楼栋',
    draw_lead: '填单元、楼层、每层户数；不存在的门点一下去掉', name: '楼栋名称', name_like: '如 八一小区3号楼', area: '所在网格', units: '单元数', floors: '楼层数', doors: '每层户数', first_floor: '从几层起住人', preview: '共 {n} 户。点一下可去掉不存在的门。', too_many: '一栋最多 {n} 户，请分成几栋。', save: '保存楼栋',
    unit: '{n} 单元', other: '换一栋', progress: '今天见到 {met} 户，还有 {left} 户没走', share: '几个人分着走', shared: '{people} 人分，我是第 {me} 个 · 核对码 {code}', people: '几个人', me: '我是第几个', part: '我走 {from} 到 {to}，共 {n} 户', no_part: '人比门多，这一份没有门', code: '核对码',
    code_words: '互相念一遍核对码。一样，说明几部手机分得一样；不一样，先联网同步或核对楼栋。', start: '开始', doors_of: '{unit} 单元的门', untried: '还没走过', at: '{door} 室', talked: '讲了什么（下一户沿用）', seen: '看到的问题', leaflets: '发放资料（份）', privacy: '只记门牌和情况，不记住户姓名、电话。',
    mistake: '误点', take_back: '点错了，撤销这条', legend_met: '已入户', legend_away: '没人', legend_refused: '不便', kind_draw: '楼栋',
  },
  ledger: {
    title: '台账', count: '{n} 家', new: '新场所', search: '店名、地址、拼音首字母、编号', hazards: '隐患 {n}', more: '显示更多', none: '没有找到', none_text: '换个字试试；确实没有的，可以登记为新场所。',
    empty: '还没有场所', propose: '登记新场所',
  },
  me: {
    title: '我的', area: '辖区：{area}', unsent: '未送达的内容', unsent_n: '{n} 项', unsent_none: '全部送达', sessions: '登录的设备', phone: '这部手机',
    pack: '工作数据更新于 {at}', pack_none: '还没有工作数据', space: '已用 {used}，可用上限 {quota}', persisted: '手机不会自动清理这些数据。',
    not_persisted: '手机空间紧张时，系统可能清理数据：请把本应用“添加到主屏幕”，并及时联网送达。', offline_yes: '断网也能打开。',
    offline_no: '这个浏览器断网后打不开应用：打开着的时候仍会存下并发送。建议用系统浏览器打开并添加到主屏幕。', rescue: '手机要上交、报修？',
    free: '清理已送达的照片', freed: '已清理 {n} 张，校验值和回执仍保留',
    rescue_text: '先连上网络，等上方显示“已全部送达”再交出手机。不要清除浏览器数据，也不要卸载：未送达的内容只在这部手机上。',
    language: '语言', hand_over: '借给同事用', hand_over_text: '会回到登录页。您的内容留在手机上，同事看不到也发不了；您再次登录后继续发送。',
    sign_out: '退出登录', sign_out_text: '会从这部手机上删除您的工作数据（服务器上的不受影响）。', sign_out_rule: '有未送达的内容时不能退出登录。',
    cannot_sign_out: '还不能退出登录',
    cannot_sign_out_text: '未送达：记录 {operations} 条、照片 {photos} 张；未被接收 {refused} 项；没保存的巡查 {drafts} 次。请先联网送达，未接收的请联系街道处理。要借给同事，用“借给同事用”。',
  },
  quality: {
    title: '质量提醒', new: '{n} 条新提醒', lead: '只根据这次巡查自己的时间、定位和照片计算，先给您本人看。', none: '没有质量提醒', none_text: '巡查记录与平常一样时，这里是空的。',
    measured: '系统记录到', like: '有一张与“{where}”的照片很像', see: '看照片', hide: '收起照片', see_failed: '照片要联网后才能看。', mine: '这次的照片', other: '另一张',
    until: '到 {day} 为止只有您能看到', listed: '包联监督员已可看到', sent: '说明已送达，包联监督员可以看到', saved: '说明已存在手机，联网后送达',
    explain: '写说明', edit: '补充说明', said: '您的说明', hint: '如：进门前已查完，回车上补填；店里没信号。', save: '保存说明', kept: '已保存，联网后送达。', result: '到场复核：{result}', detail: '质量提醒说明',
    rule: '说明不是检讨。写清楚当时的情况，复核的人会先看您的说明；缺定位、没信号不会算作疑点。',
  },
  sessions: { lead: '手机丢了，可以在这里让它退出', this: '本机', seen: '最近使用 {at}', end: '让它退出' },
  unsent: {
    title: '未送达的内容', last: '上次同步 {at}', never: '尚未同步', send: '现在发送', sending: '正在发送…', operations: '记录 {n}', photos: '照片 {n}', again: '再发一次',
    none: '全部送达', none_yet: '这部手机还没有记录要发送。', none_text: '{n} 张照片都有服务器回执。', delivered: '最近送达',
  },
  operation: { waiting: '未送达', accepted: '已送达', conflict: '有冲突', rejected: '未接收', waits: '已送达，待前一条' },
  photo_state: { waiting: '未送达', refused: '未接收' },
  kind: { visit_submit: '巡查', place_propose: '新场所', place_correct: '场所更正', hazard_report_fixed: '整改上报', hazard_review: '复查', task_defer: '延后', doubt_explain: '质量提醒说明', building_draw: '楼栋', household_knock: '入户走访', duty_start: '上岗', duty_end: '下岗', track_piece: '轨迹' },
  role: { before: '隐患照片', after: '改后照片', scene: '现场照片', signature: '签字', review: '复查照片', place: '场所照片', clip: '记录仪片段' },
}
