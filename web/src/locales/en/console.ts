// SPDX-License-Identifier: Apache-2.0
/** Texts of the console only; keys as in Chinese. */
import { merged } from '../merge'
import { consoleCases } from './console-cases'
import { consoleData } from './console-data'
import { consoleDuties } from './console-duties'
import { consoleExchange } from './console-exchange'
import { consoleHandling } from './console-handling'
import { consoleHelp } from './console-help'
import { consolePages } from './console-pages'
import { consoleShell } from './console-shell'
import { consoleSubjects } from './console-subjects'

export default merged(consoleShell, consolePages, consoleHelp, consoleData, consoleSubjects, consoleDuties, consoleExchange, consoleCases, consoleHandling)
