// SPDX-License-Identifier: EUPL-1.2
// Builds the page that measures the search index.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  resolve: { alias: { unhomoglyph: resolve(import.meta.dirname, '../../src/engine/lib/unhomoglyph.ts') } },
  build: { outDir: process.env.SEARCH_BENCH_DIST, emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
});
