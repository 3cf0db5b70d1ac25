// SPDX-License-Identifier: EUPL-1.2
// Test page: puts the page-side engine where the browser test can call it.
import { connect, openEngine } from '../../src/engine/rpc/client';
import { openLeaderTransport, openTransport } from '../../src/engine/rpc/transport';

const leader = new URLSearchParams(location.search).has('leader');
const engine = leader ? openEngine(openLeaderTransport) : connect();
const events: unknown[] = [];
engine.onEvent((event) => events.push(event));
Object.assign(globalThis, { engine, engineEvents: events, openTransport });
