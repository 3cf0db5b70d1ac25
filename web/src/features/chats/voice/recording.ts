// SPDX-License-Identifier: EUPL-1.2
// Records the microphone: what this browser can write, how loud it was, and nothing that leaves before it is sent.
import { asOgg } from './ogg';

export interface Recording {
  blob: Blob;
  durationMs: number;
  waveform: number[];
}

/** Ogg is what other clients expect (MSC3245); Chromium writes WebM, which is rewritten, and Safari MP4. */
const TYPES = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4'];
const BITS = 32_000;
const SAMPLE_MS = 60;
const POINTS = 100;
const LOUDEST = 1024;
/** Speech is far below full scale; this makes it visible. */
const GAIN = 3;

export class Recorder {
  private readonly chunks: Blob[] = [];
  private readonly levels: number[] = [];
  private readonly media: MediaRecorder;
  private readonly sound = new AudioContext();
  private readonly meter: ReturnType<typeof setInterval>;
  private recordedMs = 0;
  private since: number | null = null;

  private constructor(
    private readonly stream: MediaStream,
    private readonly onLevel: (levels: readonly number[], durationMs: number) => void,
  ) {
    const type = TYPES.find((known) => MediaRecorder.isTypeSupported(known));
    this.media = new MediaRecorder(stream, { audioBitsPerSecond: BITS, ...(type ? { mimeType: type } : {}) });
    this.media.ondataavailable = ({ data }) => this.chunks.push(data);
    const analyser = this.sound.createAnalyser();
    this.sound.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    this.meter = setInterval(() => this.measure(analyser, samples), SAMPLE_MS);
    this.media.start();
    this.since = performance.now();
  }

  /** The question for the microphone cannot be taken back; an aborted start lets the microphone go when it is answered. */
  static async start(
    onLevel: (levels: readonly number[], durationMs: number) => void,
    signal: AbortSignal,
  ): Promise<Recorder> {
    signal.throwIfAborted();
    const stream = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: true, noiseSuppression: true },
    });
    if (signal.aborted) letGo(stream);
    signal.throwIfAborted();
    return new Recorder(stream, onLevel);
  }

  get durationMs(): number {
    return this.recordedMs + (this.since === null ? 0 : performance.now() - this.since);
  }

  pause(): void {
    this.recordedMs = this.durationMs;
    this.since = null;
    this.media.pause();
  }

  resume(): void {
    this.since = performance.now();
    this.media.resume();
  }

  async stop(): Promise<Recording> {
    const { durationMs } = this;
    const ended = new Promise((resolve) => {
      this.media.onstop = resolve;
    });
    this.media.stop();
    await ended;
    this.release();
    const [type = ''] = this.media.mimeType.split(';');
    const blob = await asOgg(new Blob(this.chunks, { type }));
    return { blob, durationMs, waveform: waveformOf(this.levels) };
  }

  cancel(): void {
    if (this.media.state !== 'inactive') this.media.stop();
    this.release();
  }

  private release(): void {
    clearInterval(this.meter);
    letGo(this.stream);
    void this.sound.close().catch(() => undefined);
  }

  private measure(analyser: AnalyserNode, samples: Float32Array<ArrayBuffer>): void {
    if (this.since === null) return;
    analyser.getFloatTimeDomainData(samples);
    this.levels.push(loudness(samples));
    this.onLevel(this.levels, this.durationMs);
  }
}

function letGo(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

/** Root mean square, 0 to 1. */
export function loudness(samples: Float32Array): number {
  const sum = samples.reduce((all, sample) => all + sample * sample, 0);
  return Math.min(Math.sqrt(sum / samples.length) * GAIN, 1);
}

/** A fixed number of points, each the loudest of its part, 0 to 1024. */
export function waveformOf(levels: readonly number[]): number[] {
  const count = Math.min(levels.length, POINTS);
  return Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((index + 1) * levels.length) / count));
    return Math.round(Math.max(...levels.slice(from, to)) * LOUDEST);
  });
}
