// SPDX-License-Identifier: EUPL-1.2
// A few colours of a picture in 28 letters (MSC2448), shown until the picture itself is there.
import { encode } from 'blurhash';

const SIDE = 32;
const COMPONENTS = 4;

export function blurhashOf(bitmap: ImageBitmap): string | null {
  const canvas = new OffscreenCanvas(SIDE, SIDE).getContext('2d');
  if (!canvas) return null;
  canvas.drawImage(bitmap, 0, 0, SIDE, SIDE);
  return encode(canvas.getImageData(0, 0, SIDE, SIDE).data, SIDE, SIDE, COMPONENTS, COMPONENTS - 1);
}
