// SPDX-License-Identifier: Apache-2.0
import { computed, nextTick, reactive, ref } from 'vue'
import type { ApiProblem } from '@/api/client'
import { useAction } from './use-action'

/** The part of a problem's pointer that names a field of the form: `/body/amount_fen` and `/amount_fen` are `amount_fen`. */
export function fieldOf(pointer: string): string {
  return pointer.replace(/^#?\/(body\/)?/, '').replaceAll('/', '.')
}
/** Refusals by field, in the words of the server. */
export function fieldErrors(problem: ApiProblem | null): Record<string, string> {
  return Object.fromEntries((problem?.fields ?? []).map((one) => [fieldOf(one.pointer), one.title || one.reason]))
}

/**
 * Values of a form, whether they changed, and what the server said about each field.
 * `check` gives the errors found before sending; the first field with an error gets the focus (`id` = `${idPrefix}${field}`).
 */
export function useForm<T extends object, R>(options: {
  initial: () => T
  send: (values: T) => Promise<R>
  check?: (values: T) => Record<string, string>
  idPrefix: string
}) {
  const values = reactive(options.initial()) as T
  const start = ref(JSON.stringify(values))
  const own = ref<Record<string, string>>({})
  const { run, busy, problem, clear } = useAction(options.send)
  const dirty = computed(() => JSON.stringify(values) !== start.value)
  const errors = computed<Record<string, string>>(() => ({ ...fieldErrors(problem.value), ...own.value }))

  async function focusFirst(): Promise<void> {
    await nextTick()
    for (const field of Object.keys(errors.value)) {
      const element = document.getElementById(`${options.idPrefix}${field}`)
      if (element) return element.focus()
    }
  }
  /** The server's answer, or undefined when something is wrong; then the first wrong field has the focus. */
  async function submit(): Promise<R | undefined> {
    if (busy.value) return undefined
    own.value = options.check?.(values) ?? {}
    if (Object.keys(own.value).length) {
      clear()
      await focusFirst()
      return undefined
    }
    const sent = JSON.stringify(values)
    const answer = await run(JSON.parse(sent) as T)
    if (problem.value) await focusFirst()
    else start.value = sent // what was typed meanwhile is not saved yet
    return answer
  }
  /** Takes newly read values as the unchanged state. */
  function reset(next: T = options.initial()): void {
    Object.assign(values, next)
    start.value = JSON.stringify(values)
    own.value = {}
    clear()
  }
  return { values, dirty, errors, busy, problem, submit, reset }
}
