// SPDX-License-Identifier: EUPL-1.2
// Build of the web client into the Python package, and the set-up of its unit tests.
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { announcerPlugin } from './build/announcer.ts';
import { assetsPlugin } from './build/assets.ts';
import { budgetPlugin } from './build/budget.ts';
import { cspPlugin } from './build/csp.ts';
import { layersPlugin } from './build/layers.ts';
import { localesPlugin } from './build/locales.ts';
import { precompressPlugin } from './build/precompress.ts';
import { pwaPlugin } from './build/pwa.ts';
import { shippedWorks } from './build/works.ts';
import pkg from './package.json' with { type: 'json' };

const SERVER = process.env.CHANCERY_URL ?? 'http://127.0.0.1:8008';
/** The server takes cookies only from its own pages, so the development server speaks in its name. */
const PROXY = { target: SERVER, headers: { origin: SERVER } };

/** Chunks that a feature loads when it is opened; the service worker caches them on first use. */
const ON_DEMAND = /pdf|yara|frimousse|photoswipe|cmaps|standard_fonts|emoji|worker.*\.wasm/i;

export default defineConfig(({ command }) => ({
  // The list of 300 built files tells nobody anything; the budget plugin says what matters.
  logLevel: command === 'build' ? 'warn' : 'info',
  define: {
    __APP_VERSION__: JSON.stringify(pkg.version),
    __SHIPPED_WORKS__: JSON.stringify(shippedWorks(import.meta.dirname, pkg.dependencies)),
  },
  plugins: [
    localesPlugin(),
    announcerPlugin(),
    react(),
    layersPlugin(),
    assetsPlugin(),
    cspPlugin(),
    pwaPlugin(ON_DEMAND),
    budgetPlugin(),
    precompressPlugin(),
  ],
  resolve: {
    alias: {
      '@': resolve(import.meta.dirname, 'src'),
      '@floating-ui/dom': resolve(import.meta.dirname, 'src/features/chats/composer/floating.ts'),
      'fast-equals': resolve(import.meta.dirname, 'src/features/chats/composer/equals.ts'),
      unhomoglyph: resolve(import.meta.dirname, 'src/engine/lib/unhomoglyph.ts'),
    },
  },
  worker: { format: 'es' },
  css: { modules: { generateScopedName: '[name]_[local]_[hash:5]' } },
  build: {
    outDir: resolve(import.meta.dirname, '../src/chancery/web_dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: {
      polyfill: false,
      // The list of what to fetch ahead is part of the first load: icons and class names are small enough to come later.
      resolveDependencies: (_url, files) => files.filter((file) => !/\/Icon[A-Z]|\.module-[\w-]+\.js$/.test(file)),
    },
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      input: { main: resolve(import.meta.dirname, 'index.html'), sw: resolve(import.meta.dirname, 'src/sw/sw.ts') },
      output: {
        entryFileNames: (chunk) => (chunk.name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: {
    proxy: { '/api': PROXY, '/_matrix': PROXY, '/.well-known': PROXY },
  },
  test: {
    environment: 'happy-dom',
    setupFiles: ['src/testing/setup.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'build/**/*.test.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    pool: 'threads',
    maxWorkers: 1,
  },
}));
