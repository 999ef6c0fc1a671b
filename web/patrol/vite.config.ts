// Builds the phone app into the Python package: base /patrol/, app shell precached by its own service worker.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8')) as { version: string }

export default defineConfig({
  root: here('.'),
  base: '/patrol/',
  define: { __APP_VERSION__: JSON.stringify(version) },
  resolve: { alias: { '@shared': here('../shared'), '@patrol': here('./src') } },
  plugins: [
    vue(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src',
      filename: 'sw.ts',
      registerType: 'prompt',
      injectRegister: false,
      injectManifest: {
        globPatterns: ['**/*.{js,mjs,css,html,svg,png,webmanifest}'],
        // The map is most of the weight: it is fetched when the shell stands, and then kept (see sw.ts, app/install.ts).
        globIgnores: ['**/assets/MapCanvas-*', '**/assets/maplibre-*'],
      },
      manifest: {
        id: '/patrol/',
        name: '烽燧巡查',
        short_name: '烽燧巡查',
        description: '街镇消防巡查：入户、拍照、整改、复查，没有网络也能用。',
        lang: 'zh-CN',
        start_url: '/patrol/',
        scope: '/patrol/',
        display: 'standalone',
        orientation: 'portrait',
        theme_color: '#ffffff',
        background_color: '#f4f6f8',
        icons: [
          { src: 'icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: 'icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: 'icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
    }),
  ],
  build: {
    outDir: here('../../fengsui/server/web/patrol'),
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 1200,
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
})
