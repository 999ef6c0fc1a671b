// Tests of the desk, the phone and what they share, in one run.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@shared': here('./shared'), '@console': here('./console/src'), '@patrol': here('./patrol/src') } },
  test: { include: ['console/tests/**/*.test.ts', 'shared/**/*.test.ts', 'patrol/**/*.test.ts'] },
})
