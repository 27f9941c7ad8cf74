// SPDX-License-Identifier: Apache-2.0
import { complaints } from './complaints'
import { judgement } from './judgement'
import { kinds } from './kinds'
import { law } from './law'
import { ledger } from './ledger'
import { shell } from './shell'

import type zh from '../zh-CN'

const en: typeof zh = { ...shell, ...complaints, ...judgement, ...kinds, ...law, ...ledger }
export default en
