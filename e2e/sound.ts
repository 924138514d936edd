/** What to synthesise: a take that sounds like something, without a binary in the repository. */
export interface SoundOptions {
  durationSec: number;
  sampleRateHz?: number;
  /** Hz of the lowest note; takes that differ in it are told apart by their bytes. */
  rootHz?: number;
  /** Linear level, 0 to 1. */
  level?: number;
}

const HEADER_BYTES = 44;
const CHORD = [1, 1.25, 1.5, 2];
const BEAT_SEC = 0.5;

/** A 16-bit stereo WAV of plucked chords, two a second. */
export function synthesizeWav({ durationSec, sampleRateHz = 44_100, rootHz = 220, level = 0.5 }: SoundOptions): Buffer {
  const frames = Math.round(durationSec * sampleRateHz);
  const wav = Buffer.alloc(HEADER_BYTES + frames * 4);
  writeHeader(wav, frames, sampleRateHz);
  for (let frame = 0; frame < frames; frame++) {
    const sec = frame / sampleRateHz;
    const beat = Math.floor(sec / BEAT_SEC);
    const within = sec - beat * BEAT_SEC;
    const noteHz = rootHz * (CHORD[beat % CHORD.length] ?? 1);
    const envelope = Math.exp(-5 * within) * Math.min(1, within * 200);
    const left = level * envelope * Math.sin(2 * Math.PI * noteHz * within);
    const right = level * envelope * Math.sin(2 * Math.PI * noteHz * 1.5 * within);
    wav.writeInt16LE(Math.round(left * 32_767), HEADER_BYTES + frame * 4);
    wav.writeInt16LE(Math.round(right * 32_767), HEADER_BYTES + frame * 4 + 2);
  }
  return wav;
}

function writeHeader(wav: Buffer, frames: number, sampleRateHz: number): void {
  wav.write("RIFF", 0);
  wav.writeUInt32LE(36 + frames * 4, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(sampleRateHz, 24);
  wav.writeUInt32LE(sampleRateHz * 4, 28);
  wav.writeUInt16LE(4, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(frames * 4, 40);
}
