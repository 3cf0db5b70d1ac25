// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that starts every style sheet with the order of the cascade layers, whichever sheet loads first.
import type { Plugin } from 'vite';

export const LAYER_ORDER = '@layer tokens, base, ui, features;';

export function layersPlugin(): Plugin {
  return {
    name: 'chancery:layers',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'asset' && file.fileName.endsWith('.css')) file.source = `${LAYER_ORDER}${file.source}`;
      }
    },
  };
}
