/** The start of the desk. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '@shared/tokens.css'
import App from './App.vue'
import { installElements } from './elements'
import { i18n } from './words'
import { router } from './router'
import './desk.css'

const app = createApp(App)
app.use(createPinia())
app.use(i18n)
installElements(app)
app.use(router)
app.mount('#app')
