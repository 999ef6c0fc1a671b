/** Words of one's own account. */
export default {
  zh: {
    sessions: '登录会话', password: '修改密码', secondFactor: '两步验证', secondFactorHint: '登录时除密码外，再输入手机验证器上的六位验证码',
    on: '已开启', off: '未开启', since: '{at} 开启，还有 {n} 个恢复码可用', fewCodes: '恢复码只剩 {n} 个，请重新生成。', isMust: '您的角色必须使用两步验证。', mustFirst: '您的角色必须使用两步验证。请先设置手机验证器，再继续。',
    whatFor: '手机上装一个验证器（微信小程序、系统自带或任何支持 TOTP 的应用），扫码后它每 30 秒给出一个六位验证码，不用联网。别人即使知道密码也登录不了。',
    begin: '开启', change: '更换手机', turnOff: '关闭', turnOffWords: '关闭后只凭密码即可登录。', newCodes: '重新生成恢复码', newCodesWords: '原来的恢复码全部作废。', proofTitle: '先核对是本人', password2: '密码', code: '验证码', codeOrRecovery: '验证码或恢复码', next: '下一步',
    scan: '用验证器扫这个码', byHand: '扫不了？在验证器里选“手动输入”，填这个密钥：', firstCode: '输入验证器显示的六位验证码', confirm: '确认开启', turnedOn: '两步验证已开启，其他设备上的登录已结束', turnedOff: '两步验证已关闭',
    codesTitle: '恢复码，只显示这一次', codesWords: '手机丢失或换了时，用恢复码代替验证码登录，每个只能用一次。请打印或抄下，锁在抽屉里，不要存在这台电脑上。', copy: '复制', copied: '已复制', print: '打印', kept: '我已抄好',
  },
  en: {
    sessions: 'Sessions', password: 'Password', secondFactor: 'Two-step sign-in', secondFactorHint: 'After the password, the six digits of an authenticator on your phone',
    on: 'On', off: 'Off', since: 'On since {at}, {n} recovery codes left', fewCodes: 'Only {n} recovery codes left; make new ones.', isMust: 'Your role must use it.', mustFirst: 'Your role must use two-step sign-in. Set up an authenticator first.',
    whatFor: 'Any authenticator that knows TOTP gives six digits every 30 seconds, without network. A known password alone then opens nothing.',
    begin: 'Turn on', change: 'Another phone', turnOff: 'Turn off', turnOffWords: 'The password alone will sign in.', newCodes: 'New recovery codes', newCodesWords: 'The old ones no longer count.', proofTitle: 'Prove that it is you', password2: 'Password', code: 'Code', codeOrRecovery: 'Code or recovery code', next: 'Next',
    scan: 'Scan this with the authenticator', byHand: 'Cannot scan? Enter this key by hand:', firstCode: 'The six digits it shows', confirm: 'Turn on', turnedOn: 'Two-step sign-in is on; other sessions have ended', turnedOff: 'Two-step sign-in is off',
    codesTitle: 'Recovery codes, shown this once', codesWords: 'Each signs in once in place of a code. Print or write them down and lock them away.', copy: 'Copy', copied: 'Copied', print: 'Print', kept: 'I have kept them',
  },
}
