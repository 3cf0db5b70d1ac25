// SPDX-License-Identifier: EUPL-1.2
// The short sound of a new message, made on the spot: two soft tones.

const TONES_HZ = [660, 880];
const TONE_S = 0.14;
const VOLUME = 0.08;

export function playChime(): void {
  try {
    const audio = new AudioContext();
    for (const [index, pitch] of TONES_HZ.entries()) playTone(audio, pitch, audio.currentTime + index * TONE_S);
    setTimeout(() => void audio.close(), 1000);
  } catch {
    // Browsers without sound output, or before the first click, refuse: the written notification is enough.
  }
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
