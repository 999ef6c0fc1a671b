// Before the app: a browser that cannot run it gets words instead of a white page. Written for old browsers on purpose.
(function () {
  var missing = []
  if (!window.Promise || !window.fetch || !('noModule' in HTMLScriptElement.prototype)) missing.push('modules')
  if (!window.indexedDB) missing.push('indexedDB')
  if (!window.crypto || !window.crypto.getRandomValues) missing.push('crypto')
  if (!Array.prototype.findLast) missing.push('es2022')
  if (!window.AbortSignal || !window.AbortSignal.timeout) missing.push('AbortSignal.timeout')
  if (!missing.length) return
  window.fengsuiUnsupported = missing
  function show() {
    var box = document.getElementById('app')
    box.innerHTML =
      '<div style="max-width:30em;margin:0 auto;padding:24px 16px;font-size:17px;line-height:1.7">' +
      '<h1 style="font-size:22px">这个浏览器打不开烽燧巡查</h1>' +
      '<p>它太旧，或正处在不允许保存数据的无痕模式。请换用或更新下面任一浏览器，再打开同一地址：</p>' +
      '<ul><li>安卓、鸿蒙：系统浏览器、Chrome 或 Edge 的 103 以上版本</li><li>苹果：系统升级到 iOS 16.4 以上，用 Safari</li></ul>' +
      '<p>地址：<b id="address" style="word-break:break-all"></b></p>' +
      '<p style="color:#4a525c;font-size:14px">缺少（告诉管理员时请带上）：' + missing.join(', ') + '</p>' +
      '<p lang="en" style="color:#4a525c;font-size:14px">This browser is too old for the patrol app: use Chrome or Edge 103+, or Safari on iOS 16.4+.</p></div>'
    document.getElementById('address').textContent = location.href
  }
  if (document.getElementById('app')) show()
  else document.addEventListener('DOMContentLoaded', show)
})()
