// SPDX-License-Identifier: Apache-2.0
/** Actions "entity.verb" grouped by entity, in the order in which they stand. */
export function byEntity(actions: readonly string[]): [string, string[]][] {
  const groups = new Map<string, string[]>()
  for (const action of actions) {
    const dot = action.indexOf('.')
    const entity = dot < 0 ? action : action.slice(0, dot)
    const verbs = groups.get(entity) ?? []
    verbs.push(dot < 0 ? '' : action.slice(dot + 1))
    groups.set(entity, verbs)
  }
  return [...groups]
}
