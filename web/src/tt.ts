// SPDX-License-Identifier: EUPL-1.2
// The default Trusted Types policy: only our own scripts may be loaded, and no string becomes HTML or code.

interface PolicyRules {
  createScriptURL(address: string): string;
}

interface TrustedTypesHost {
  trustedTypes?: { createPolicy(name: 'default', rules: PolicyRules): unknown };
}

/** The service worker and built files; engine workers and their wasm glue are built files too. */
export function allowScript(address: string, origin: string): string {
  const url = new URL(address, origin);
  const ours = url.origin === origin && (url.pathname === '/sw.js' || url.pathname.startsWith('/assets/'));
  if (!ours) throw new TypeError(`script refused: ${url.origin}${url.pathname}`);
  return address;
}

export function installTrustedTypes(host: TrustedTypesHost = globalThis as TrustedTypesHost): void {
  const origin = location.origin;
  const anyOfDevServer = import.meta.env.DEV;
  const createScriptURL = (address: string) => (anyOfDevServer ? address : allowScript(address, origin));
  host.trustedTypes?.createPolicy('default', { createScriptURL });
}
