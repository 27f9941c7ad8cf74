#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Writes docs/traceability.md: for each clause of law/plan/plan.yaml the law files that name it as their source, the code whose
// comments say "Source: … S-5.6c", and the tests that prove it.
// Usage: node tools/trace.mjs [--check]   --check: exit 1 when the file would change or a clause that must be proved has no test
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

process.chdir(join(dirname(fileURLToPath(import.meta.url)), '..'))
const target = 'docs/traceability.md'
const mustBeProved =
  'S-2.2 S-2.3 S-3.4b S-3.4c S-3.4d S-4.1a–c S-4.3b S-5.2c–f S-5.5a–h S-5.5j S-5.6a–e'

/** The clauses that a text names: "S-5.6c", and each of "S-5.2c–f". */
function clausesIn(text) {
  const found = []
  for (const [, head, first, digit, last] of text.matchAll(/\b(S-\d+(?:\.\d+)?)([a-z]?)(\d?)(?:[–…](?:S-\d+\.\d+)?([a-z])\b)?/g)) {
    if (!last || !first) {
      found.push(head + first + digit)
      continue
    }
    for (let c = first.charCodeAt(0); c <= last.charCodeAt(0); c++) found.push(head + String.fromCharCode(c))
  }
  return found
}

/** The same of a test's name: S_5_6c, S_2_2. */
const clausesInName = (name) =>
  [...name.matchAll(/(?:^|_)S_(\d+)_(\d+)([a-z]\d?)?(?=_|$)/g)].map(([, one, two, letter]) => `S-${one}.${two}${letter ?? ''}`)

function filesBelow(folder, wanted) {
  if (!existsSync(folder)) return []
  const found = []
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) found.push(...filesBelow(path, wanted))
    else if (wanted(path)) found.push(path)
  }
  return found.sort()
}

const clauses = [...readFileSync('law/plan/plan.yaml', 'utf8').matchAll(/^ {2}- id: (S-\S+)\n(?: {4}.*\n)*? {4}title: \{zh: "?(.*?)"?, en: "?(.*?)"?\}$/gm)].map(
  ([, id, zh, en]) => ({ id, zh, en, law: new Set(), code: new Set(), tests: new Map() }),
)
const byId = new Map(clauses.map((clause) => [clause.id, clause]))
const unknown = []
const eachKnown = (ids, where, act) => {
  for (const id of new Set(ids)) {
    if (byId.has(id)) act(byId.get(id))
    else if (/[a-z]/.test(id.slice(2))) unknown.push(`${where}: ${id}`)
  }
}

// Law: lines that say what a rule rests on.
for (const file of filesBelow('law', (path) => path.endsWith('.yaml') && !path.startsWith('law/plan/'))) {
  const lines = readFileSync(file, 'utf8').split('\n')
  const resting = lines.filter((line) => !/^\s*#/.test(line) && /\b(source|clause|basis)s?:/.test(line))
  eachKnown(resting.flatMap(clausesIn), file, (clause) => clause.law.add(file))
}

// Code: "Source:" in a comment, and the comment's next lines.
const isTest = (path) => /_test\.cpp$|\.test\.(mjs|ts)$/.test(path)
for (const file of [...filesBelow('src', (path) => /\.(hpp|cpp)$/.test(path)), ...filesBelow('web/src', (path) => /\.(ts|vue)$/.test(path))]) {
  if (isTest(file)) continue
  let within = false
  const named = []
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const comment = /^\s*(?:\/\/\/?|\*|\/\*\*)(.*)$/.exec(line)?.[1]
    within = comment !== undefined && (comment.includes('Source:') || (within && !/\b[A-Z]\w+:/.test(comment)))
    if (within) named.push(...clausesIn(comment.slice(Math.max(0, comment.indexOf('Source:')))))
  }
  eachKnown(named, file, (clause) => clause.code.add(file))
}

// Tests: their names; of JavaScript also their titles; of both what a comment says.
const prove = (clause, file, name) => {
  if (!clause.tests.has(file)) clause.tests.set(file, new Set())
  if (name) clause.tests.get(file).add(name)
}
const testFiles = [...filesBelow('tests', (path) => /\.(cpp|hpp|mjs)$/.test(path)), ...filesBelow('src', isTest), ...filesBelow('web', isTest)]
for (const file of testFiles) {
  const text = readFileSync(file, 'utf8')
  for (const [, suite, name] of text.matchAll(/^\s*TEST(?:_F|_P)?\((\w+),\s*(\w+)\)/gm)) {
    eachKnown(clausesInName(name), file, (clause) => prove(clause, file, `${suite}.${name.replace(/(?:^|_)S_\d+_\d+(?:[a-z]\d?)?(?=_)/g, '').replace(/^_/, '')}`))
  }
  if (!isTest(file)) continue
  for (const [, title] of text.matchAll(/^\s*(?:test|it|describe)(?:\.\w+)?\(\s*['"`](.*?)['"`],/gm)) {
    eachKnown(clausesIn(title), file, (clause) => prove(clause, file, title))
  }
  const comments = text.split('\n').map((line) => /^\s*\/\/+(.*)$/.exec(line)?.[1] ?? '')
  eachKnown(comments.flatMap(clausesIn), file, (clause) => prove(clause, file, ''))
}

const escaped = (text) => text.replaceAll('|', '\\|')
const listed = (files) => [...files].map((file) => `\`${file}\``).join('<br>') || '—'
const proofs = (tests) =>
  [...tests].map(([file, names]) => `\`${file}\`${[...names].map((name) => `<br>&nbsp;· ${escaped(name)}`).join('')}`).join('<br>') || '—'
const some = clauses.filter((clause) => clause.law.size || clause.code.size || clause.tests.size)
const none = clauses.filter((clause) => !some.includes(clause))
const page = `# 条款与实现对照 — From the clauses to the software

由 \`tools/trace.mjs\` 生成，请勿手工修改。Written by \`tools/trace.mjs\`; not to be edited.

条款：\`law/plan/plan.yaml\`。规则：以该条款为依据的 \`law/\` 文件。代码：注释“Source:”写明该条款的文件。测试：名称或者注释写明该条款的测试。
The clauses are those of \`law/plan/plan.yaml\`; the rules, the files below \`law/\` that rest on the clause; the code, the files whose comments say so after
"Source:"; the tests, those that name it.

共 ${clauses.length} 项条款，${some.length} 项已有实现，其中 ${some.filter((clause) => clause.tests.size).length} 项有测试。
Of ${clauses.length} clauses ${some.length} have something here, ${some.filter((clause) => clause.tests.size).length} of them tests.

| 条款 Clause | 规则 Rules | 代码 Code | 测试 Tests |
| --- | --- | --- | --- |
${some.map((clause) => `| **${clause.id}** ${escaped(clause.zh)}<br>${escaped(clause.en)} | ${listed(clause.law)} | ${listed(clause.code)} | ${proofs(clause.tests)} |`).join('\n')}

尚无实现 Nothing yet: ${none.map((clause) => clause.id).join(' ') || '—'}
`

const unproved = clausesIn(mustBeProved).filter((id) => !byId.get(id)?.tests.size)
for (const line of unknown) console.error(`${basename(process.argv[1])}: no such clause: ${line}`)
if (process.argv.includes('--check')) {
  const stale = !existsSync(target) || readFileSync(target, 'utf8') !== page
  if (stale) console.error(`${target} is not up to date; run tools/trace.mjs`)
  if (unproved.length) console.error(`clauses without a test: ${unproved.join(' ')}`)
  process.exit(stale || unproved.length || unknown.length ? 1 : 0)
}
writeFileSync(target, page)
if (unproved.length) console.error(`clauses without a test: ${unproved.join(' ')}`)
