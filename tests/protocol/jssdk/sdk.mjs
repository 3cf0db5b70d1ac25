// SPDX-License-Identifier: EUPL-1.2
// matrix-js-sdk of the web client's locked packages, loaded into Node and silenced.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { resolve } = createRequire(new URL('../../../web/package.json', import.meta.url));
const load = (name) => import(pathToFileURL(resolve(name)).href);

const silent = () => undefined;
// Before the library binds them: standard output is the report, standard error the failure.
for (const level of ['trace', 'debug', 'log', 'info', 'warn', 'error']) console[level] = silent;
export const quiet = { trace: silent, debug: silent, info: silent, warn: silent, error: silent, getChild: () => quiet };

export const sdk = await load('matrix-js-sdk');
export const { SlidingSync } = await load('matrix-js-sdk/lib/sliding-sync.js');
export const cryptoApi = await load('matrix-js-sdk/lib/crypto-api/index.js');
// The crypto package answers `resolve` with its CommonJS twin, which the library does not use.
const wasm = pathToFileURL(resolve('@matrix-org/matrix-sdk-crypto-wasm').replace(/node\.cjs$/, 'node.mjs')).href;
export const { Attachment, EncryptedAttachment } = await import(wasm);
