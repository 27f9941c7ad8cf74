// SPDX-License-Identifier: Apache-2.0
/** Texts of the console only; keys as in Chinese. */
import { consoleHelp } from './console-help'
import { consolePages } from './console-pages'
import { consoleShell } from './console-shell'

export default { ...consoleShell, ...consolePages, ...consoleHelp }
