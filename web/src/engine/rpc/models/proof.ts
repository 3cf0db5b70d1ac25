// SPDX-License-Identifier: EUPL-1.2
// User-interactive authentication: what the server asks for before a dangerous request, and what answers it.

/** What proves who asks: one is enough. */
export type Proof =
  | { type: 'm.login.password'; password: string }
  | { type: 'org.chancery.code'; code: string }
  | { type: 'org.chancery.passkey'; credential: object };

/** What the server takes, as its refusal says. */
export interface ProofQuestion {
  flows?: { stages: string[] }[];
  /** What each stage is given; of a passkey, the options for the browser. */
  params?: Record<string, unknown>;
}
