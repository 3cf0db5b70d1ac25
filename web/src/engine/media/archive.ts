// SPDX-License-Identifier: EUPL-1.2
// Opens archives as hostile input so that the scanner sees what is in them; what cannot be opened counts as not scanned.
import { readTar } from './tar';
import { BOUNDS, type Bounds, Budget, expand, hasAt, unopened } from './unpack';
import { isZip, readZip } from './zip';

type Bytes = Uint8Array<ArrayBuffer>;

/** Archives that only other programs can open: 7-Zip, RAR, Cabinet, Zstandard, LZ4, lzip, bzip2, xz. */
const SHUT = ['377abcaf271c', '526172211a07', '4d534346', '28b52ffd', '04224d18', '4c5a4950', '425a68', 'fd377a585a00'];
const GZIP = '1f8b08';
const USTAR_AT = 257;
const USTAR = '7573746172';

/** The content itself, then every member of archives in it, however nested. Rejects with `could_not_be_scanned`. */
export async function* parts(content: Bytes, bounds: Bounds = BOUNDS): AsyncGenerator<Bytes> {
  yield* follow(content, new Budget(bounds, content.length), bounds.depth);
}

async function* follow(content: Bytes, budget: Budget, depth: number): AsyncGenerator<Bytes> {
  yield content;
  const members = open(content, budget);
  if (!members) return;
  if (depth === 0) throw unopened('The archive is nested too deeply.');
  for await (const member of members) yield* follow(member, budget, depth - 1);
}

function open(content: Bytes, budget: Budget): AsyncIterable<Bytes> | Iterable<Bytes> | null {
  if (SHUT.some((start) => hasAt(content, 0, start))) throw unopened('Archives of this kind cannot be opened here.');
  if (hasAt(content, 0, GZIP)) return gunzip(content, budget);
  if (hasAt(content, USTAR_AT, USTAR)) return readTar(content, budget);
  return isZip(content) ? readZip(content, budget) : null;
}

async function* gunzip(content: Bytes, budget: Budget): AsyncGenerator<Bytes> {
  budget.takeMember();
  yield await expand(content, 'gzip', budget);
}
