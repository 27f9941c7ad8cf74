// SPDX-License-Identifier: Apache-2.0
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { ApiProblem, setCsrf, setSessionHooks } from '@/api/client'
import { fetchMe, signIn as askSignIn, signOut as askSignOut, reauthenticate, type Credentials, type Me } from '@/api/session'

/** Who is signed in. Lives in memory only: a reload asks the server again. */
export const useSession = defineStore('session', () => {
  const me = shallowRef<Me | null>(null)
  /** True after the first answer to "who am I", whatever it was. */
  const known = ref(false)
  const problem = shallowRef<ApiProblem | null>(null)
  const proving = shallowRef<{ done: (proved: boolean) => void } | null>(null)
  const actions = computed(() => new Set(me.value?.actions ?? []))
  /** True when the last session was left on purpose. */
  const left = ref(false)

  function take(next: Me | null): void {
    me.value = next
    setCsrf(next?.csrf ?? '')
  }
  /** May do one of these. Without any: open to every account. */
  const can = (...any: readonly string[]): boolean => any.length === 0 || any.some((action) => actions.value.has(action))

  async function load(): Promise<Me | null> {
    if (known.value) return me.value
    problem.value = null
    try {
      take(await fetchMe())
      known.value = true
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error
      if (error.status === 401) known.value = true
      else problem.value = error
    }
    return me.value
  }
  async function refresh(): Promise<void> {
    take(await fetchMe())
  }
  async function signIn(credentials: Credentials): Promise<Me> {
    const answer = await askSignIn(credentials)
    left.value = false
    take(answer)
    known.value = true
    return answer
  }
  /** Forgets who was signed in; the router then drops every page from memory and document. */
  function forget(): void {
    proving.value?.done(false)
    if (me.value) take(null)
  }
  async function signOut(): Promise<void> {
    await askSignOut().catch(() => undefined) // the pages are cleared whether or not the server could be told
    left.value = true
    forget()
  }
  /** Nobody was at the desk for too long. */
  async function expire(): Promise<void> {
    await askSignOut().catch(() => undefined)
    forget()
  }
  /** Asks for the password again, once for all calls that wait for it. */
  let asking: Promise<boolean> | null = null
  function prove(): Promise<boolean> {
    if (!me.value) return Promise.resolve(false)
    asking ??= new Promise<boolean>((resolve) => {
      proving.value = { done: resolve }
    }).finally(() => {
      proving.value = null
      asking = null
    })
    return asking
  }
  async function giveProof(proof: { password: string; totp?: string }): Promise<void> {
    const answer = await reauthenticate(proof)
    take(answer)
    proving.value?.done(true)
  }
  /** Another window may have renewed the session, or signed in somebody else: then this one starts afresh. */
  async function renew(): Promise<boolean> {
    const before = me.value?.user.id
    const now = await fetchMe().catch(() => null)
    if (!now || !before) return false
    if (now.user.id !== before) {
      forget()
      return false
    }
    take(now)
    return true
  }

  setSessionHooks({ ended: forget, prove, renew })
  return { me, known, problem, proving, left, can, load, refresh, signIn, signOut, expire, forget, giveProof, prove, renew }
})
