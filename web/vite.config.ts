// SPDX-License-Identifier: Apache-2.0
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Writes a .gz and a .br beside each text file; the server sends them as they are. */
function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    writeBundle({ dir }) {
      for (const entry of readdirSync(dir!, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg)$/.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        const text = readFileSync(path)
        writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }))
        writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }))
      }
    },
  }
}

/** `api/errors.yaml?zh` and `?en`: the texts of all reasons as a tree, so that no copy of them can go stale. */
function errorReasons(): Plugin {
  const row = /^([a-z_.0-9]+): \{status: \d+, zh: ("(?:[^"\\]|\\.)*"), en: ("(?:[^"\\]|\\.)*")\}/gm
  return {
    name: 'error-reasons',
    enforce: 'pre',
    load(id) {
      const asked = /^(.*\/errors\.yaml)\?(zh|en)$/.exec(id)
      if (!asked) return null
      const tree: Record<string, unknown> = {}
      for (const [, key, zh, en] of readFileSync(asked[1]!, 'utf8').matchAll(row)) {
        const names = key!.split('.')
        const last = names.pop()!
        const place = names.reduce<Record<string, unknown>>((at, name) => (at[name] ??= {}) as Record<string, unknown>, tree)
        place[last] = (JSON.parse(asked[2] === 'zh' ? zh! : en!) as string).replace(/[{}|@]/g, (sign) => `{'${sign}'}`)
      }
      return { code: `export default ${JSON.stringify(tree)}`, moduleType: 'js' }
    },
  }
}

/** One build of static files for the server: each entry page is one input; nothing is inlined, so a strict CSP holds. */
export default defineConfig({
  plugins: [errorReasons(), vue(), precompressed()],
  resolve: { alias: { '@': here('./src') } },
  define: {
    __VUE_OPTIONS_API__: 'true', // Element Plus needs it
    __VUE_PROD_DEVTOOLS__: 'false',
    __VUE_I18N_FULL_INSTALL__: 'false',
    __VUE_I18N_LEGACY_API__: 'false',
    __INTLIFY_PROD_DEVTOOLS__: 'false',
    __INTLIFY_DROP_MESSAGE_COMPILER__: 'false',
    __INTLIFY_JIT_COMPILATION__: 'true',
  },
  build: {
    outDir: here('../build/web'),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: { input: { portal: here('./index.html'), console: here('./console.html') } },
  },
  server: { proxy: { '/api': process.env['API_URL'] ?? 'http://127.0.0.1:8080' } },
  test: { environment: 'happy-dom', include: ['src/**/*.test.ts'], setupFiles: ['src/test-setup.ts'] },
})
