/** The start of the phone app: opens the local data first, so that it stands before any network does. */

import { createApp, watch } from 'vue'
import App from './App.vue'
import { install, registerWorker } from './app/install'
import { watchSight } from './app/auto-lock'
import { pauseDuty, resumeDuty } from './app/duty'
import { openApp } from './app/session'
import { device, work } from './app/state'
import { i18n, useLanguage } from './i18n'
import { fetchScreens, router } from './router'
import '../../shared/tokens.css'
import 'vant/es/style/base.css'
import 'vant/es/overlay/index.css'
import 'vant/es/loading/index.css'
import 'vant/es/button/index.css'
import 'vant/es/popup/index.css'
import 'vant/es/swipe-cell/index.css'
import 'vant/es/toast/index.css'
import 'vant/es/dialog/index.css'
import './styles.css'

async function start(): Promise<void> {
  watch(work, (db) => (db ? void resumeDuty(db) : pauseDuty()))
  useLanguage(await device.read<'zh' | 'en'>('language', 'zh'))
  await openApp()
  await watchSight(() => void router.replace({ name: 'lock', query: { to: router.currentRoute.value.fullPath } }))
  createApp(App).use(i18n).use(router).mount('#app')
  await registerWorker()
  if (!install.worker || !install.secure) await fetchScreens()
}

// check.js has already said in words that this browser cannot run the app.
if (!('fengsuiUnsupported' in window)) void start().catch((error: unknown) => {
  console.error(error)
  const words = document.createElement('p')
  words.className = 'broken'
  words.textContent = '打不开手机上的数据库：请确认没有使用无痕模式，手机还有空余空间，然后重新打开。 (The local database could not be opened.)'
  document.querySelector('#app')?.replaceChildren(words)
})
