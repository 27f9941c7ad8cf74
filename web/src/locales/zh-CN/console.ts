// SPDX-License-Identifier: Apache-2.0
/** Texts of the console only; the portal does not load them. */
import { consoleHelp } from './console-help'
import { consolePages } from './console-pages'
import { consoleShell } from './console-shell'

export default { ...consoleShell, ...consolePages, ...consoleHelp }
