// SPDX-License-Identifier: Apache-2.0
/** Closed code lists of the API, in the order in which filters offer them; names are in locales. */
export const CLASSES = ['DEPT', 'TOWN', 'INST', 'OTHER'] as const
export const GRADES = ['A', 'B', 'C', 'D', 'E'] as const
export const OUTCOMES = ['pending', 'overdue', 'kept', 'kept_late', 'broken', 'changed', 'void'] as const
export const LIGHTS = ['pending', 'due_soon', 'overdue', 'kept', 'kept_late', 'broken', 'changed', 'void', 'provisional'] as const
export const POLARITIES = ['negative', 'positive', 'neutral'] as const
