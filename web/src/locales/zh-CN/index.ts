// SPDX-License-Identifier: Apache-2.0
import { complaints } from './complaints'
import { judgement } from './judgement'
import { kinds } from './kinds'
import { law } from './law'
import { ledger } from './ledger'
import { shell } from './shell'

export default { ...shell, ...complaints, ...judgement, ...kinds, ...law, ...ledger }
