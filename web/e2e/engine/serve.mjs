// SPDX-License-Identifier: EUPL-1.2
// Serves the built test page under the product's security headers and passes Matrix requests to a server.
import { readFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const CSP = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "img-src 'self' blob:",
  "worker-src 'self'",
  "base-uri 'none'",
].join('; ');

const RULES_PATH = '/api/v1/antivirus/rules';
/** Rules for servers that have none of their own. */
const RULES = {
  version: 'engine-test',
  source: 'rule eicar_test_file { strings: $a = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE" condition: $a }',
};

/**
 * @param {{ dist: string, upstream: URL, ownRules: boolean }} options `ownRules`: answer the rules here instead of asking upstream
 * @returns {Promise<{ origin: string, seen: { authorization: number, cookie: number, bodies: string[] }, close(): void, refuse(yes: boolean): void, slow(yes: boolean): void, hanging: boolean }>}
 */
export async function serve({ dist, upstream, ownRules }) {
  const state = {
    origin: '',
    refusing: false,
    hanging: false,
    seen: { authorization: 0, cookie: 0, bodies: [] },
    close: () => undefined,
  };
  const server = createServer((req, res) => {
    if (state.refusing && /^\/(_matrix|api)\//.test(req.url)) return req.socket.destroy();
    if (state.hanging && /^\/(_matrix|api)\//.test(req.url)) return;
    if (state.seen.noRules && req.url === RULES_PATH) return req.socket.destroy();
    if (ownRules && req.url === RULES_PATH) return void res.end(JSON.stringify(RULES));
    if (/^\/(_matrix|api)\//.test(req.url)) return pass(req, res, upstream, state.seen);
    void sendFile(res, dist, req.url.split('?')[0]);
  });
  state.slow = (yes) => {
    state.seen.slow = yes;
  };
  state.refuse = (yes) => {
    state.refusing = yes;
    if (yes) server.closeAllConnections();
  };
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  state.origin = `http://127.0.0.1:${server.address().port}`;
  state.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return state;
}

function pass(req, res, upstream, seen) {
  if (req.headers.authorization) seen.authorization += 1;
  if (req.headers.cookie) seen.cookie += 1;
  const headers = { ...req.headers, host: upstream.host };
  const onward = request(
    { host: upstream.hostname, port: upstream.port, method: req.method, path: req.url, headers },
    (answer) => {
      res.writeHead(answer.statusCode, answer.headers);
      answer.pipe(res);
    },
  );
  onward.on('error', () => res.destroy());
  res.on('close', () => onward.destroy());
  if (req.method !== 'GET') req.on('data', (chunk) => seen.bodies.push(chunk.toString('latin1')));
  if (seen.slow && req.url.startsWith('/_matrix/media/')) return slowly(req, onward);
  req.pipe(onward);
}

/** Passes an upload on in steps, so that its progress can be seen. */
function slowly(req, onward) {
  req.on('data', (chunk) => {
    req.pause();
    onward.write(chunk);
    setTimeout(() => req.resume(), 40);
  });
  req.on('end', () => onward.end());
  req.on('close', () => onward.destroy());
}

async function sendFile(res, dist, path) {
  const name = path === '/' ? 'index.html' : normalize(path).replace(/^[/\\]+/, '');
  try {
    const body = await readFile(join(dist, name));
    res.writeHead(200, {
      'content-type': TYPES[extname(name)] ?? 'application/octet-stream',
      'content-security-policy': CSP,
    });
    res.end(body);
  } catch {
    res.writeHead(404);
    res.end();
  }
}
