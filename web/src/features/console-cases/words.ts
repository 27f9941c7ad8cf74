// SPDX-License-Identifier: Apache-2.0
/** What a procedure says, in the reader's language, and the few words that belong to cases of every procedure. */
import type { FormFieldSpec, Procedure } from '@/api/cases'
import type { Named } from '@/api/staff'
import { say } from '@/composables/say'
import { t, te } from '@/locales'

export const flagName = (flag: string): string => (te(`case.flag.${flag}`) ? t(`case.flag.${flag}`) : flag)
/** What a step is called; opening has no name in the procedure. */
export const stepName = (step: { step: string; name?: Named | undefined }): string => (step.name ? say(step.name) : step.step === 'open' ? t('case.opened') : step.step)
/** Why the clock stands still, by its key in the deadline rule. */
export const pauseName = (reason: string): string => (te(`case.pause.${reason}`) ? t(`case.pause.${reason}`) : reason)
export const entityName = (entity: string): string => (te(`entity.${entity}`) ? t(`entity.${entity}`) : entity)

/** Every field of a procedure by its name, whichever form asks for it: a name means one field throughout. */
export function fieldsOfProcedure(procedure: Procedure | null | undefined): ReadonlyMap<string, FormFieldSpec> {
  if (!procedure) return new Map()
  return new Map([procedure.opening.form, ...procedure.steps.map((step) => step.form)].flat().map((spec) => [spec.field, spec]))
}
/** The name of a choice; the value when no form offers it. */
export function optionName(spec: FormFieldSpec | undefined, value: string): string {
  return say(spec?.options?.find((one) => one.value === value)?.name, value)
}
/** How a closed case ended: the name of the option of any choice with that value, else nothing; the state says the rest. */
export function outcomeName(specs: ReadonlyMap<string, FormFieldSpec>, outcome: string | undefined): string {
  for (const spec of specs.values()) {
    const option = spec.options?.find((one) => one.value === outcome)
    if (option) return say(option.name)
  }
  return ''
}
