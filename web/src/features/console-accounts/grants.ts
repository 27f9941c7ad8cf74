// SPDX-License-Identifier: Apache-2.0
import type { Grant, Role } from '@/api/accounts'
import type { ScopeKind } from '@/api/session'

const KINDS: Record<string, readonly ScopeKind[]> = {
  tenant: ['tenant', 'division', 'body'],
  domain: ['tenant', 'division', 'body'],
  body: ['body', 'division'],
  system: ['system'],
  self: ['self'],
}

/** How far a role can reach, the usual first. */
export const scopeKinds = (role: Role | undefined): readonly ScopeKind[] => KINDS[role?.scope ?? ''] ?? []

/** Roles held that the role may not be held with. */
export function clashes(role: Role, held: readonly Grant[], roles: readonly Role[]): string[] {
  return [...new Set(held.map((grant) => grant.role))].filter(
    (other) => other !== role.id && (role.never_with.includes(other) || (roles.find((one) => one.id === other)?.never_with.includes(role.id) ?? false)),
  )
}
export const sameGrant = (a: Grant, b: Grant): boolean => a.role === b.role && a.scope.kind === b.scope.kind && (a.scope.ref ?? '') === (b.scope.ref ?? '')

/** What the server takes: no names. */
export const bare = (grants: readonly Grant[]) =>
  grants.map(({ role, scope }) => ({ role, scope: { kind: scope.kind, ...(scope.ref ? { ref: scope.ref } : {}) } }))
