// SPDX-License-Identifier: EUPL-1.2
// What can be shown in the page, and how large a picture is drawn before it has loaded.
import type { Attachment, MessageKind } from '@/engine/rpc/protocol';

const PICTURES = /^image\/(png|jpeg|gif|webp|avif|bmp)$/;
/** A picture without a thumbnail is fetched unasked up to this size. */
const SMALL_BYTES = 8_000_000;
const MOST_WIDTH = 420;
const MOST_HEIGHT = 320;
const LEAST_SIDE = 48;

export function isPicture(kind: MessageKind, { mimeType }: Attachment): boolean {
  return kind === 'image' && PICTURES.test(mimeType);
}

export function isPdf({ mimeType, name }: Attachment): boolean {
  return mimeType === 'application/pdf' || (mimeType === 'application/octet-stream' && /\.pdf$/i.test(name));
}

/** Drawn in the line itself without being asked for. */
export function showsAtOnce({ thumbnail, size }: Attachment): boolean {
  return thumbnail !== null || (size ?? 0) <= SMALL_BYTES;
}

export interface Box {
  width: number;
  height: number;
}

/** The place of a picture: its own proportions, within the largest size of the timeline. */
export function pictureBox({ width, height }: Pick<Attachment, 'width' | 'height'>): Box {
  if (!width || !height) return { width: 280, height: 210 };
  const scale = Math.min(1, MOST_WIDTH / width, MOST_HEIGHT / height);
  return {
    width: Math.max(Math.round(width * scale), LEAST_SIDE),
    height: Math.max(Math.round(height * scale), LEAST_SIDE),
  };
}
