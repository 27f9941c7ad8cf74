// SPDX-License-Identifier: Apache-2.0
import { judgement } from './judgement'
import { law } from './law'
import { ledger } from './ledger'
import { shell } from './shell'

export default { ...shell, ...judgement, ...law, ...ledger }
