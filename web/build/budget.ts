// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that fails the build when what the first page loads grows past its budget (gzip).
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const KB = 1024;
export const BUDGETS = { script: 180 * KB, style: 25 * KB };

interface Chunk {
  type: 'chunk' | 'asset';
  fileName: string;
  code?: string;
  imports?: string[];
  source?: string | Uint8Array;
}

/** The entry and everything it imports at once. */
export function firstLoad(bundle: Record<string, Chunk>, entry: string): string[] {
  const seen = new Set<string>();
  const queue = [entry];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    queue.push(...(bundle[name]?.imports ?? []));
  }
  return [...seen];
}

function gzipped(content: string | Uint8Array): number {
  return gzipSync(content, { level: 9 }).length;
}

export function budgetPlugin(): Plugin {
  return {
    name: 'chancery:budget',
    apply: 'build',
    enforce: 'post',
    generateBundle(_options, output) {
      const bundle = output as unknown as Record<string, Chunk>;
      const html = String(bundle['index.html']?.source ?? '');
      const entry = /<script type="module"[^>]* src="\/([^"]+)"/.exec(html)?.[1];
      if (!entry) return;
      const script = firstLoad(bundle, entry).reduce((sum, name) => sum + gzipped(bundle[name]?.code ?? ''), 0);
      const sheets = [...html.matchAll(/<link rel="stylesheet"[^>]* href="\/([^"]+)"/g)].map(([, name = '']) => name);
      const style = sheets.reduce((sum, name) => sum + gzipped(bundle[name]?.source ?? ''), 0);
      const words = `first load: ${Math.round(script / KB)} kB of script, ${Math.round(style / KB)} kB of styles (gzip)`;
      if (script > BUDGETS.script || style > BUDGETS.style) throw new Error(`budget exceeded; ${words}`);
      process.stdout.write(`${words}\n`);
    },
  };
}
