// SPDX-License-Identifier: Apache-2.0
import type { StatementState } from '@/api/staff-statements'

export const STATEMENT_STATES: readonly StatementState[] = ['missing', 'returned', 'filed', 'checked']
export const STATE_TONES: Record<StatementState, 'good' | 'bad' | 'wait' | 'plain'> = { missing: 'bad', returned: 'wait', filed: 'plain', checked: 'good' }
