// SPDX-License-Identifier: EUPL-1.2
// Which types of file the client shows itself; everything else is only saved.

const SHOWN: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'video/mp4',
  'video/webm',
  'video/ogg',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
  'audio/aac',
  'audio/flac',
  'application/pdf',
  'text/plain',
]);

/** A blob of any other type (HTML, SVG) could run as a page of ours when opened, so it is given out as plain bytes. */
export function safeType(type: string): string {
  const [essence = ''] = type.toLowerCase().split(';');
  return SHOWN.has(essence.trim()) ? essence.trim() : 'application/octet-stream';
}

export function messageType(type: string): 'm.image' | 'm.video' | 'm.audio' | 'm.file' {
  const safe = safeType(type);
  if (safe.startsWith('image/')) return 'm.image';
  if (safe.startsWith('video/')) return 'm.video';
  if (safe.startsWith('audio/')) return 'm.audio';
  return 'm.file';
}
