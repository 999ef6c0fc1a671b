// Builds the desk into the Python package; in development it forwards /api to a running server.
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig({
  root: here('.'),
  base: '/',
  plugins: [vue()],
  resolve: { alias: { '@shared': here('../shared'), '@console': here('./src') } },
  worker: { format: 'es' },
  build: {
    outDir: here('../../fengsui/server/web/console'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
})
