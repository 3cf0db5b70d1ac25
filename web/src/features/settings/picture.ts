// SPDX-License-Identifier: EUPL-1.2
// Prepares a chosen picture as an avatar: a square of moderate size without the camera's metadata.

export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'];

const SIDE_PX = 640;
const QUALITY = 0.88;

interface Square {
  x: number;
  y: number;
  side: number;
}

/** The middle of the picture; a little above it in tall pictures, where faces are. */
export function centreSquare(width: number, height: number): Square {
  const side = Math.min(width, height);
  const spareHeight = height - side;
  return { side, x: Math.round((width - side) / 2), y: Math.round(spareHeight / 3) };
}

/** Rejects with a DOMException when the file is not a picture. */
export async function squarePicture(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const { x, y, side } = centreSquare(bitmap.width, bitmap.height);
  const size = Math.min(side, SIDE_PX);
  const canvas = new OffscreenCanvas(size, size);
  canvas.getContext('2d')?.drawImage(bitmap, x, y, side, side, 0, 0, size, size);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
