// SPDX-License-Identifier: Apache-2.0
import { computed, shallowRef } from 'vue'
import { ATTACHMENT_BYTES_MAX, ATTACHMENT_TYPES, attachmentUrl, listAttachments, uploadAttachment, withdrawAttachment } from '@/api/staff-attachments'
import { useAction } from './use-action'
import { useCan } from './use-can'
import { useLoad } from './use-load'

/** The files that hang on one object: `<AttachmentsPanel v-bind="files.panel.value" v-on="files.on" />`. */
export function useAttachments(entity: string, id: () => string) {
  const mayRead = useCan('attachment.read')
  const { data, problem, busy, reload } = useLoad(async (signal) => (mayRead.value ? listAttachments(entity, id(), signal) : null), id)
  const sent = shallowRef<{ done: number; of: number } | null>(null)
  const mayAdd = useCan('attachment.add')
  const mayWithdraw = useCan('attachment.withdraw')
  const act = useAction((work: () => Promise<unknown>) => work().then(() => true))

  async function file(chosen: File): Promise<void> {
    const done = await act.run(() => uploadAttachment(entity, id(), chosen, (part, of) => (sent.value = { done: part, of })))
    sent.value = null
    if (done) await reload()
  }
  async function withdraw(which: string, reason: string, closed: () => void): Promise<void> {
    if (!(await act.run(() => withdrawAttachment(which, reason)))) return
    closed()
    await reload()
  }
  return {
    reload,
    /** Without the right there is no panel. */
    mayRead,
    count: computed(() => data.value?.items.filter((one) => !one.withdrawn_on).length),
    panel: computed(() => ({
      items: data.value?.items ?? null,
      loading: busy.value,
      loadProblem: problem.value,
      problem: act.problem.value,
      sent: sent.value,
      working: act.busy.value,
      mayAdd: mayAdd.value,
      mayWithdraw: mayWithdraw.value,
      endings: ATTACHMENT_TYPES,
      maxBytes: ATTACHMENT_BYTES_MAX,
      hrefOf: attachmentUrl,
    })),
    on: { file, withdraw, retry: () => void reload() },
  }
}
