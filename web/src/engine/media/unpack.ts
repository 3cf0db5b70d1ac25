// SPDX-License-Identifier: EUPL-1.2
// Bounds on unpacking and the helpers that all archive readers share.
import { EngineError } from '../rpc/errors';

/** How far an archive is followed. */
export interface Bounds {
  depth: number;
  members: number;
  totalBytes: number;
  /** Swelling allowed beyond `freeBytes`. */
  ratio: number;
  freeBytes: number;
}

export const BOUNDS: Bounds = {
  depth: 8,
  members: 10_000,
  totalBytes: 256 * 1024 * 1024,
  ratio: 250,
  freeBytes: 32 * 1024 * 1024,
};

type Bytes = Uint8Array<ArrayBuffer>;

/** Counts what has been unpacked: declared sizes are not believed. */
export class Budget {
  private members = 0;
  private expanded = 0;
  private readonly most: number;

  constructor(
    private readonly bounds: Bounds,
    packed: number,
  ) {
    this.most = Math.min(bounds.totalBytes, Math.max(bounds.freeBytes, bounds.ratio * packed));
  }

  takeMember(): void {
    this.members += 1;
    if (this.members > this.bounds.members) throw unopened('The archive has too many members.');
  }

  takeBytes(count: number): void {
    this.expanded += count;
    if (this.expanded > this.most) throw unopened('The archive swells too much.');
  }
}

export async function expand(packed: Bytes, format: CompressionFormat, budget: Budget): Promise<Bytes> {
  const chunks: Uint8Array[] = [];
  try {
    for await (const chunk of new Blob([packed]).stream().pipeThrough(new DecompressionStream(format))) {
      budget.takeBytes(chunk.length);
      chunks.push(chunk);
    }
  } catch (reason) {
    throw reason instanceof EngineError ? reason : unopened(`The archive is broken: ${String(reason)}`);
  }
  return new Uint8Array(await new Blob(chunks as BlobPart[]).arrayBuffer());
}

export function hasAt(content: Uint8Array, at: number, hex: string): boolean {
  const length = hex.length / 2;
  if (content.length < at + length) return false;
  for (let index = 0; index < length; index += 1) {
    if (content[at + index] !== Number.parseInt(hex.slice(index * 2, index * 2 + 2), 16)) return false;
  }
  return true;
}

export function unopened(message: string): EngineError {
  return new EngineError('could_not_be_scanned', message);
}
