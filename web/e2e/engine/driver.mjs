// SPDX-License-Identifier: EUPL-1.2
// Helpers of the engine's browser test: pages, sign-in and waiting for a view model.
import { chromium } from 'playwright-core';

const CHROMIUM = process.env.CHROMIUM ?? '/usr/bin/chromium';
const ARGS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'];

export function launch() {
  return chromium.launch({ executablePath: CHROMIUM, args: ARGS });
}

/** Opens the test page and collects what the browser complains about. */
export async function openPage(context, origin, problems, query = '') {
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !/net::ERR|Failed to load resource/.test(message.text()))
      problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  await page.goto(`${origin}/${query}`);
  await page.waitForFunction(() => globalThis.engine !== undefined);
  return page;
}

export function call(page, name, params = {}) {
  return page.evaluate(
    ([n, p]) =>
      globalThis.engine.call(n, p).catch((error) => {
        throw new Error(`${n}: ${error.code}: ${error.message}`);
      }),
    [name, params],
  );
}

/** Who asks proves it by the password. */
export const byPassword = (password) => ({ proof: { type: 'm.login.password', password } });

/** The code of the error that a call rejects with, or `none`. */
export function failure(page, name, params = {}) {
  return page.evaluate(
    ([n, p]) =>
      globalThis.engine.call(n, p).then(
        () => 'none',
        (error) => error.code,
      ),
    [name, params],
  );
}

/**
 * Waits until the topic's value satisfies `test`, a function of the value and `argument`, and answers the value.
 * The subscription stays, as a page's does: a window that nobody watches would close.
 */
export async function until(page, topic, params, test, argument, timeoutMs = 20000) {
  return page.evaluate(
    async ([t, p, source, arg, ms]) => {
      const check = new Function(`return (${source})`)();
      let last;
      let isFound = false;
      const found = await new Promise((resolve, reject) => {
        const timer = setTimeout(
          () =>
            reject(
              new Error(
                `${t}: waited for ${source} with ${JSON.stringify(arg)}; last: ${JSON.stringify(last)?.slice(0, 3000)}`,
              ),
            ),
          ms,
        );
        globalThis.engine.subscribe(t, p, (value) => {
          last = value;
          if (isFound || !check(value, arg)) return;
          isFound = true;
          clearTimeout(timer);
          resolve(value);
        });
      });
      return found;
    },
    [topic, params, test.toString(), argument, timeoutMs],
  );
}

export async function signIn(page, origin, user, password, cookie) {
  const login = await page.evaluate(
    async ([name, secret, cookieMode]) => {
      const body = { type: 'm.login.password', identifier: { type: 'm.id.user', user: name }, password: secret };
      const path = cookieMode ? '/api/v1/session' : '/_matrix/client/v3/login';
      const sent = cookieMode ? { user: name, password: secret } : body;
      const answer = await fetch(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(sent),
      });
      return answer.json();
    },
    [user, password, cookie],
  );
  const params = { userId: login.user_id, deviceId: login.device_id, homeserver: origin };
  if (!cookie) params.accessToken = login.access_token;
  await call(page, 'session.start', params);
  await until(page, 'engine', {}, (status) => status.phase === 'running' && status.connection === 'online');
  return params;
}
