// SPDX-License-Identifier: EUPL-1.2
// Saves a checked and decrypted file to the person's disk.
import type { Engine } from '@/engine/rpc/client';
import type { Attachment } from '@/engine/rpc/protocol';

/** Long enough for the browser to begin reading. */
const KEEP_MS = 60_000;

export async function saveMedia(engine: Engine, attachment: Attachment): Promise<void> {
  const { blob, name } = await engine.call('media.get', { source: attachment.source });
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name || attachment.name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), KEEP_MS);
}
