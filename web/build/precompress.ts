// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that writes .br and .gz beside each compressible file, so that the server never compresses on request.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);
const COMPRESSIBLE = new Set(['.js', '.mjs', '.css', '.html', '.json', '.svg', '.wasm', '.webmanifest', '.map']);
const LEAST_BYTES = 1024;
/** Brotli's best quality takes 20 s on the wasm files for 3 % of their size. */
const LARGE_BYTES = 1_000_000;

export function isCompressible(file: string): boolean {
  return COMPRESSIBLE.has(extname(file));
}

async function compressFile(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < LEAST_BYTES) return;
  const quality = bytes.length > LARGE_BYTES ? 9 : constants.BROTLI_MAX_QUALITY;
  const params = { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [br, gz] = await Promise.all([compressBrotli(bytes, { params }), compressGzip(bytes, { level: 9 })]);
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)]);
}

export function precompressPlugin(): Plugin {
  let outDir = '';
  return {
    name: 'chancery:precompress',
    apply: 'build',
    enforce: 'post',
    configResolved(config) {
      outDir = config.build.outDir;
    },
    async writeBundle() {
      const entries = await readdir(outDir, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && isCompressible(entry.name));
      for (const file of files) await compressFile(join(file.parentPath, file.name));
    },
  };
}
