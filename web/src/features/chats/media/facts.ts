// SPDX-License-Identifier: EUPL-1.2
// What the page reads of a video or a sound before it is sent: how long, how large, and one picture of it.
import type { SendFile } from '@/engine/rpc/protocol';

const PATIENCE_MS = 5000;
/** The first frame is often black. */
const POSTER_AT_S = 0.5;

type Facts = Pick<SendFile, 'facts'>;

/** Of a video or a sound; nothing when the browser cannot play it, since it is sent all the same. */
export async function factsOf(file: Blob): Promise<Facts> {
  const url = URL.createObjectURL(file);
  const element = document.createElement(file.type.startsWith('video/') ? 'video' : 'audio');
  try {
    element.muted = true;
    element.preload = 'auto';
    element.src = url;
    await event(element, 'loadeddata');
    const durationMs = Number.isFinite(element.duration) ? { durationMs: element.duration * 1000 } : {};
    return { facts: { ...durationMs, ...(element instanceof HTMLVideoElement ? await pictureOf(element) : {}) } };
  } catch {
    return {};
  } finally {
    element.removeAttribute('src');
    URL.revokeObjectURL(url);
  }
}

async function pictureOf(video: HTMLVideoElement): Promise<NonNullable<Facts['facts']>> {
  const { videoWidth: width, videoHeight: height } = video;
  if (!width || !height) return {};
  video.currentTime = Math.min(POSTER_AT_S, Number.isFinite(video.duration) ? video.duration / 2 : POSTER_AT_S);
  await event(video, 'seeked');
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  canvas.getContext('2d')?.drawImage(video, 0, 0, width, height);
  const poster = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/webp', 0.8));
  return { width, height, ...(poster ? { poster } : {}) };
}

function event(element: HTMLMediaElement, name: string): Promise<void> {
  const signal = AbortSignal.timeout(PATIENCE_MS);
  return new Promise((resolve, reject) => {
    element.addEventListener(name, () => resolve(), { once: true });
    element.addEventListener('error', () => reject(new Error('The browser cannot play it.')), { once: true });
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}
