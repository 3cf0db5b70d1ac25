// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that serves data files of packages from our own address: emoji data and the parts of PDF.js.
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const require = createRequire(import.meta.url);

function packageOf(name: string): { root: string; version: string } {
  const file = require.resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
  return { root: dirname(file), version };
}

interface Copied {
  /** Path in the build without a leading slash; the version makes it safe to cache for ever. */
  target: string;
  source: string;
}

const EMOJI_LANGUAGES = ['en', 'ru'];
const EMOJI_FILES = ['data.json', 'messages.json'];
const PDF_FOLDERS = ['cmaps', 'standard_fonts', 'wasm', 'iccs'];

const emoji = packageOf('emojibase-data');
const pdf = packageOf('pdfjs-dist');
export const EMOJI_PATH = `/assets/emoji-${emoji.version}`;
export const PDF_PATH = `/assets/pdf-${pdf.version}`;

export function copiedFiles(): Copied[] {
  const emojiFiles = EMOJI_LANGUAGES.flatMap((language) =>
    EMOJI_FILES.map((file) => ({
      target: `${EMOJI_PATH.slice(1)}/${language}/${file}`,
      source: join(emoji.root, language, file),
    })),
  );
  const pdfFiles = PDF_FOLDERS.filter((folder) => existsSync(join(pdf.root, folder))).flatMap((folder) =>
    readdirSync(join(pdf.root, folder)).map((file) => ({
      target: `${PDF_PATH.slice(1)}/${folder}/${file}`,
      source: join(pdf.root, folder, file),
    })),
  );
  return [...emojiFiles, ...pdfFiles];
}

export function assetsPlugin(): Plugin {
  return {
    name: 'chancery:assets',
    config: () => ({
      define: { __EMOJI_PATH__: JSON.stringify(EMOJI_PATH), __PDF_PATH__: JSON.stringify(PDF_PATH) },
    }),
    generateBundle() {
      for (const { target, source } of copiedFiles()) {
        this.emitFile({ type: 'asset', fileName: target, source: readFileSync(source) });
      }
    },
    configureServer(server) {
      const byPath = new Map(copiedFiles().map(({ target, source }) => [`/${target}`, source]));
      server.middlewares.use((request, response, next) => {
        const source = byPath.get(request.url?.split('?')[0] ?? '');
        if (source) createReadStream(source).pipe(response);
        else next();
      });
    },
  };
}
