// SPDX-License-Identifier: EUPL-1.2
// Small previews of pictures, made on this device because the server cannot see into encrypted rooms.
import { blurhashOf } from './blurhash';

export interface Thumbnail {
  blob: Blob;
  width: number;
  height: number;
}

export interface ImageFacts {
  width: number;
  height: number;
  /** Null when the picture is small enough to be its own preview. */
  thumbnail: Thumbnail | null;
  blurhash: string | null;
}

const LONGEST_SIDE = 800;
const SMALL_BYTES = 64 * 1024;
const QUALITY = 0.8;

/** Null when the browser cannot read the picture; it is then sent as a plain file. */
export async function examineImage(image: Blob): Promise<ImageFacts | null> {
  const bitmap = await createImageBitmap(image).catch(() => null);
  if (!bitmap) return null;
  try {
    const { width, height } = bitmap;
    const small = image.size <= SMALL_BYTES && Math.max(width, height) <= LONGEST_SIDE;
    return { width, height, thumbnail: small ? null : await shrink(bitmap), blurhash: blurhashOf(bitmap) };
  } finally {
    bitmap.close();
  }
}

const SENT_SIDE = 2048;
const SENT_QUALITY = 0.85;

/** For sending with less data; null when that would save nothing or lose a movement. */
export async function smallerPicture(image: Blob): Promise<Blob | null> {
  if (image.type === 'image/gif') return null;
  const bitmap = await createImageBitmap(image).catch(() => null);
  if (!bitmap) return null;
  const type = image.type === 'image/jpeg' ? 'image/jpeg' : 'image/webp';
  const { blob } = await shrink(bitmap, SENT_SIDE, { type, quality: SENT_QUALITY });
  bitmap.close();
  return blob.size < image.size ? blob : null;
}

const PREVIEW: ImageEncodeOptions = { type: 'image/webp', quality: QUALITY };

async function shrink(bitmap: ImageBitmap, side = LONGEST_SIDE, encoding = PREVIEW): Promise<Thumbnail> {
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  return { blob: await canvas.convertToBlob(encoding), width, height };
}
