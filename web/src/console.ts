// SPDX-License-Identifier: Apache-2.0
/** Entry of the console for officials, served below /console/: same design, own texts, own router. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import ConsoleApp from './layouts/console/ConsoleApp.vue'
import { addTexts, i18n, initialLocale, setLocale } from './locales'
import zh from './locales/zh-CN/console'
import { makeConsoleRouter } from './router/console'
import { allowEmptyHtmlOnly } from './trusted-types'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/console.css'
import './styles/print.css'

allowEmptyHtmlOnly()
await addTexts({ zh, en: () => import('./locales/en/console') })
await setLocale(initialLocale())
const app = createApp(ConsoleApp)
app.use(createPinia())
app.use(i18n)
app.use(makeConsoleRouter())
app.mount('#app')
