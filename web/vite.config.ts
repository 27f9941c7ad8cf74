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

const REASONS = /^virtual:reasons-(zh|en)$/
/** The texts of all reasons a client can meet, from the list the server has: `import('virtual:reasons-zh')`. */
function reasons(): Plugin {
  return {
    name: 'reasons',
    resolveId: (id) => (REASONS.test(id) ? `\0${id}` : null),
    load(id) {
      const language = REASONS.exec(id.replace('\0', ''))?.[1]
      if (!language || !id.startsWith('\0')) return null
      const texts: Record<string, string> = {}
      for (const line of readFileSync(here('../api/errors.yaml'), 'utf8').split('\n')) {
        const match = /^([a-z_.0-9]+): \{status: \d{3}, zh: ("(?:[^"\\]|\\.)*"), en: ("(?:[^"\\]|\\.)*")\}/.exec(line)
        if (match) texts[match[1]!] = JSON.parse(match[language === 'zh' ? 2 : 3]!) as string
      }
      return `export default ${JSON.stringify(texts)}`
    },
  }
}

/** One build of static files for the server: each entry page is one input; nothing is inlined, so a strict CSP holds. */
export default defineConfig({
  plugins: [vue(), reasons(), precompressed()],
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
