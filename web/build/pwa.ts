// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that tells the service worker which built files make up the shell and which build this is.
import { createHash } from 'node:crypto';
import type { Plugin } from 'vite';

const PLACE = '__SHELL_FILES__';
/** Of `public/`: what the page itself asks for. */
const PUBLIC = ['/boot.js'];
const SKIPPED = /\.map$|^csp\.json$|^sw\.js$|cmaps\/|standard_fonts\/|emojibase/;

export interface BuiltFile {
  fileName: string;
  /** Loaded only when a feature is opened; cached on first use instead of at installation. */
  onDemand: boolean;
}

/** Paths to precache: everything that a first offline start needs, the engine and its cryptography included. */
export function shellFiles(files: BuiltFile[]): string[] {
  return files
    .filter((file) => !file.onDemand && !SKIPPED.test(file.fileName))
    .map((file) => `/${file.fileName}`)
    .sort();
}

export function buildId(files: string[], html: string): string {
  return createHash('sha256').update(files.join('\n')).update(html).digest('hex').slice(0, 12);
}

export function pwaPlugin(onDemand: RegExp): Plugin {
  return {
    name: 'chancery:pwa',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js'];
      if (worker?.type !== 'chunk') return;
      // Registered as a classic script, which browsers of all makers run: it must stand in one file.
      if (worker.imports.length > 0) throw new Error('pwa: the service worker shares code with pages');
      const built = Object.keys(bundle).map((fileName) => ({ fileName, onDemand: onDemand.test(fileName) }));
      const html = bundle['index.html'];
      const page = html?.type === 'asset' ? String(html.source) : '';
      const files = [...PUBLIC, ...shellFiles(built).filter((path) => path !== '/index.html')];
      const shell = { build: buildId(files, page), files };
      if (!worker.code.includes(PLACE)) throw new Error('pwa: the service worker has no place for its file list');
      worker.code = worker.code.replaceAll(PLACE, `(${JSON.stringify(shell)})`);
    },
  };
}
