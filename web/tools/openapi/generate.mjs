// SPDX-License-Identifier: EUPL-1.2
// Writes the types of the server's own API: `npm run openapi [ADDRESS-OR-FILE]`.
import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const DEFAULT = 'http://127.0.0.1:8008/api/v1/openapi.json';
const given = process.argv[2] ?? process.env.CHANCERY_OPENAPI ?? DEFAULT;
const source = existsSync(given) ? pathToFileURL(resolve(given)) : new URL(given);
const target = new URL('../../src/api/schema.ts', import.meta.url);

const types = astToString(await openapiTypescript(source, { alphabetize: true }));
const head = `// SPDX-License-Identifier: EUPL-1.2
// Written by tools/openapi from the server's OpenAPI document: do not edit.
`;
writeFileSync(target, head + types);
process.stdout.write(`${target.pathname} written from ${source.href}\n`);
