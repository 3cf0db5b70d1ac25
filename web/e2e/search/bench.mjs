// SPDX-License-Identifier: EUPL-1.2
// Measures the search index in Chromium: `SEARCH_BENCH_DIST=/tmp/x node e2e/search/bench.mjs [messages]` from `web/`.
import { build } from 'vite';
import { launch } from '../engine/driver.mjs';
import { serve } from '../engine/serve.mjs';

const MESSAGES = Number(process.argv[2] ?? 100_000);
const ROUNDS = 5;
const MB = 1e6;
const say = (line) => process.stdout.write(`${line}\n`);

await build({ configFile: new URL('./vite.config.ts', import.meta.url).pathname, logLevel: 'warn' });
const server = await serve({
  dist: process.env.SEARCH_BENCH_DIST,
  upstream: new URL('http://127.0.0.1'),
  ownRules: true,
});
const browser = await launch();
const page = await browser.newPage();
page.setDefaultTimeout(0);
await page.goto(server.origin);
await page.waitForFunction(() => globalThis.searchBench !== undefined);
const devtools = await page.context().newCDPSession(page);

async function heap() {
  await devtools.send('HeapProfiler.collectGarbage');
  return (await devtools.send('Runtime.getHeapUsage')).usedSize / MB;
}

async function processor() {
  const { metrics } = await devtools.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ProcessTime').value * 1000;
}

await devtools.send('Performance.enable');
await page.evaluate(() => globalThis.searchBench.open());
const empty = await heap();
const [start, before] = [Date.now(), await processor()];
await page.evaluate((to) => globalThis.searchBench.fill(0, to), MESSAGES);
say(`fill: ${Date.now() - start} ms, CPU ${(((await processor()) - before) * 1000) / MESSAGES} µs a message`);
const { messages, bytes } = await page.evaluate(() => globalThis.searchBench.size());
say(
  `${messages} messages, ${(bytes / MB).toFixed(1)} MB sealed; heap ${empty.toFixed(1)} → ${(await heap()).toFixed(1)} MB`,
);

const [most, often, beginning] = await page.evaluate(() => globalThis.searchBench.common());
for (const [query, order] of [
  ['редчайшего ', 'newest'],
  [`${most} ${often} `, 'newest'],
  [`${most} `, 'newest'],
  [`${most} `, 'relevance'],
  [beginning, 'relevance'],
]) {
  const times = [];
  const used = await processor();
  let total = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const answer = await page.evaluate(([q, o]) => globalThis.searchBench.find(q, o), [query, order]);
    times.push(answer.ms);
    total = answer.total;
  }
  const cpu = ((await processor()) - used) / ROUNDS;
  const median = times.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  say(`${query}(${order}): ${total} hits, median ${median.toFixed(0)} ms, CPU ${cpu.toFixed(0)} ms`);
}
say(`heap after the searches ${(await heap()).toFixed(1)} MB`);
await browser.close();
server.close();
