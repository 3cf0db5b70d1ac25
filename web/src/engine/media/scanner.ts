// SPDX-License-Identifier: EUPL-1.2
// Antivirus on this device with YARA-X: files are checked before encryption and after decryption; without rules nothing passes.
import type { Compiler } from '@virustotal/yara-x';
import { get, type HttpSession } from '../lib/http';
import type { SharedStore } from '../lib/store';
import { EngineError } from '../rpc/errors';
import { parts } from './archive';

interface RuleSet {
  version: string;
  source: string;
}

interface Match {
  identifier: string;
  isPrivate: boolean;
  tags: string[];
}

interface Scan {
  valid: boolean;
  matches: Match[];
}

interface CompiledRules {
  version: string;
  scan(payload: Uint8Array): unknown;
}

const RULES_PATH = '/api/v1/antivirus/rules';
const RULES_KEY = 'antivirus-rules';
/** Rules older than this are asked for again before the next scan; the old ones serve while offline. */
const FRESH_MS = 60 * 60 * 1000;
/** Tag of rules that find what no scanner can look into: not infected, but not clean either. */
const UNSCANNABLE = 'unscannable';
/** The scanner holds a copy in memory; larger files count as "could not be scanned". */
export const SCAN_LIMIT = 256 * 1024 * 1024;

/** Resolves when the file is clean; rejects with `infected` or `could_not_be_scanned`. */
export class Scanner {
  private rules: CompiledRules | null = null;
  private checkedAt = 0;
  private loading: Promise<CompiledRules> | null = null;

  constructor(
    private readonly http: HttpSession,
    private readonly shared: SharedStore,
  ) {}

  async check(bytes: ArrayBuffer): Promise<void> {
    if (bytes.byteLength > SCAN_LIMIT) throw unscanned('The file is too large to be checked.');
    const rules = await this.current();
    for await (const part of parts(new Uint8Array(bytes))) {
      const matches = scanWith(rules, part);
      const threats = matches.filter(({ tags }) => !tags.includes(UNSCANNABLE)).map(({ identifier }) => identifier);
      if (threats.length > 0) throw new EngineError('infected', 'The file matches antivirus rules.', { threats });
      if (matches.length > 0) throw unscanned('The file hides what is in it, as one behind a password does.');
    }
  }

  /** Scanner and rules come ahead, so that a file can be checked and queued without a connection. */
  async prepare(): Promise<void> {
    await this.current();
  }

  private current(): Promise<CompiledRules> {
    if (this.rules && Date.now() - this.checkedAt < FRESH_MS) return Promise.resolve(this.rules);
    this.loading ??= this.load().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async load(): Promise<CompiledRules> {
    // Kept rules then mean that the scanner is here, too.
    const compiler = await startCompiler();
    const set = await this.fetchRules();
    if (this.rules?.version !== set.version) this.rules = compile(compiler, set);
    this.checkedAt = Date.now();
    return this.rules;
  }

  private async fetchRules(): Promise<RuleSet> {
    try {
      const answer = await get(this.http, RULES_PATH);
      const set = readRules(await answer.json());
      await this.shared.set(RULES_KEY, set);
      return set;
    } catch (reason) {
      const kept = await this.shared.get<RuleSet>(RULES_KEY);
      if (kept) return kept;
      throw unscanned(`No antivirus rules: ${String(reason)}`);
    }
  }
}

function readRules(body: unknown): RuleSet {
  const { version, source } = body as Partial<RuleSet>;
  if (typeof version !== 'string' || typeof source !== 'string' || !source.includes('rule ')) {
    throw unscanned('The server sent no usable rules.');
  }
  return { version, source };
}

async function startCompiler(): Promise<Compiler> {
  try {
    const { default: init, Compiler } = await import('@virustotal/yara-x');
    await init();
    return new Compiler();
  } catch (reason) {
    throw unscanned(`The scanner did not start: ${String(reason)}`);
  }
}

function compile(compiler: Compiler, set: RuleSet): CompiledRules {
  try {
    compiler.addSource(set.source);
    const rules = compiler.build();
    return { version: set.version, scan: (payload) => rules.scan(payload) };
  } catch (reason) {
    throw unscanned(`The scanner refused the rules: ${String(reason)}`);
  }
}

function scanWith(rules: CompiledRules, payload: Uint8Array): Match[] {
  let result: Scan;
  try {
    result = rules.scan(payload) as Scan;
  } catch (reason) {
    throw unscanned(`The scan failed: ${String(reason)}`);
  }
  if (!result?.valid || !Array.isArray(result.matches)) throw unscanned('The scanner gave no answer.');
  return result.matches.filter((match) => !match.isPrivate);
}

function unscanned(message: string): EngineError {
  return new EngineError('could_not_be_scanned', message);
}
