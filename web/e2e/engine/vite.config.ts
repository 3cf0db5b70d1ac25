// SPDX-License-Identifier: EUPL-1.2
// Builds the engine's test page alone.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  resolve: { alias: { unhomoglyph: resolve(import.meta.dirname, '../../src/engine/lib/unhomoglyph.ts') } },
  worker: { format: 'es' },
  build: {
    outDir: process.env.ENGINE_TEST_DIST,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
});
