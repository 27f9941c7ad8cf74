// SPDX-License-Identifier: Apache-2.0
/** Texts of the console only; keys as in Chinese. */
import { merged } from '../merge'
import { consoleHelp } from './console-help'
import { consolePages } from './console-pages'
import { consoleShell } from './console-shell'

export default merged(consoleShell, consolePages, consoleHelp)
