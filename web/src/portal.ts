// SPDX-License-Identifier: Apache-2.0
/** Entry of the public portal. The console will be a second entry over the same API and components. */
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import PortalLayout from './layouts/PortalLayout.vue'
import { i18n, initialLocale, setLocale } from './locales'
import { makeRouter } from './router'
import { allowEmptyHtmlOnly } from './trusted-types'
import './styles/tokens.css'
import './styles/base.css'
import './styles/parts.css'
import './styles/print.css'

allowEmptyHtmlOnly()
await setLocale(initialLocale())
const app = createApp(PortalLayout)
app.use(createPinia())
app.use(i18n)
app.use(makeRouter())
app.mount('#app')
