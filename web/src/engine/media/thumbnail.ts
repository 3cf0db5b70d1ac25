// SPDX-License-Identifier: EUPL-1.2
// Small previews of pictures, made on this device because the server cannot see into encrypted rooms.

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
    return { width, height, thumbnail: small ? null : await shrink(bitmap) };
  } finally {
    bitmap.close();
  }
}

async function shrink(bitmap: ImageBitmap): Promise<Thumbnail> {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, width, height);
  return { blob: await canvas.convertToBlob({ type: 'image/webp', quality: QUALITY }), width, height };
}
