// SPDX-License-Identifier: EUPL-1.2
// The short sound of a new message, made on the spot: two soft tones.

const TONES_HZ = [660, 880];
const TONE_S = 0.14;
const VOLUME = 0.08;
/** How long both tones are heard; messages that come meanwhile ring no second time. */
const SOUNDS_MS = 450;
const QUIET_MS = 5000;
const LATE_MS = 1000;

/** One way to the loudspeaker for all sounds: making one costs the page ten times what a tone costs. */
let speaker: AudioContext | null = null;
let lastAt = Number.NEGATIVE_INFINITY;
let rest: ReturnType<typeof setTimeout> | undefined;

export function playChime(): void {
  const now = performance.now();
  if (now - lastAt < SOUNDS_MS) return;
  lastAt = now;
  try {
    speaker ??= new AudioContext();
    void ring(speaker).catch(() => undefined);
  } catch {
    // Browsers without sound output refuse: the written notification is enough.
  }
}

async function ring(audio: AudioContext): Promise<void> {
  const asked = performance.now();
  clearTimeout(rest);
  rest = setTimeout(() => void audio.suspend().catch(() => undefined), QUIET_MS);
  if (audio.state !== 'running') await audio.resume();
  // Before the first click on the page a browser waits with it, and a late sound would tell of nothing.
  if (performance.now() - asked > LATE_MS) return;
  for (const [index, pitch] of TONES_HZ.entries()) playTone(audio, pitch, audio.currentTime + index * TONE_S);
}

function playTone(audio: AudioContext, pitch: number, at: number): void {
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = pitch;
  volume.gain.setValueAtTime(VOLUME, at);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + TONE_S * 1.8);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + TONE_S * 2);
}
