// SPDX-License-Identifier: EUPL-1.2
// Vite plugin that writes csp.json: the hashes of the few inline styles that our libraries insert.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

const PRIVATE = 'dist/private';
const SOURCES = ['interactions/usePress.mjs', 'overlays/usePreventScroll.mjs'];
const STYLE_TEXT = /style\.textContent = `([^`]*)`\.trim\(\)/;

function reactAriaRoot(): string {
  return dirname(createRequire(import.meta.url).resolve('react-aria/package.json'));
}

/** Fills the constants of the module into the template, as the browser will do at run time. */
function evaluate(template: string, source: string): string {
  return template.replace(/\$\{([^}]+)\}/g, (_whole, name: string) => {
    const constant = name.replaceAll('$', '\\$');
    const value = new RegExp(`const ${constant} = '([^']*)'`).exec(source)?.[1];
    if (value === undefined) throw new Error(`csp: ${name} is not a constant string; read the new react-aria source`);
    return value;
  });
}

/** The text of each `<style>` element that react-aria adds to the document. */
export function libraryStyles(): string[] {
  return SOURCES.map((file) => {
    const source = readFileSync(join(reactAriaRoot(), PRIVATE, file), 'utf8');
    const template = STYLE_TEXT.exec(source)?.[1];
    if (template === undefined) throw new Error(`csp: no inline style found in react-aria's ${file}`);
    return evaluate(template, source).trim();
  });
}

export function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** The policy without `connect-src` additions; the server adds its own origins. */
export function policy(styleHashes: string[]): string {
  return [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    `style-src 'self' ${styleHashes.join(' ')}`,
    "img-src 'self' blob: data:",
    "media-src 'self' blob: mediastream:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types default',
  ].join('; ');
}

export function cspPlugin(): Plugin {
  return {
    name: 'chancery:csp',
    apply: 'build',
    generateBundle() {
      const hashes = libraryStyles().map(hashSource);
      const source = JSON.stringify({ style_src: hashes, policy: policy(hashes) }, null, 2);
      this.emitFile({ type: 'asset', fileName: 'csp.json', source: `${source}\n` });
    },
  };
}
