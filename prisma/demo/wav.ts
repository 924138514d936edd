const HEADER_BYTES = 44;
const BYTES_PER_FRAME = 4;

/** A 16-bit stereo PCM WAV file of two channels of samples in −1..1. */
export function encodeWav(left: Float32Array, right: Float32Array, sampleRateHz: number): Buffer {
  const frames = left.length;
  const wav = Buffer.alloc(HEADER_BYTES + frames * BYTES_PER_FRAME);
  writeHeader(wav, frames, sampleRateHz);
  for (let frame = 0, at = HEADER_BYTES; frame < frames; frame++, at += BYTES_PER_FRAME) {
    wav.writeInt16LE(toInt16(left[frame] ?? 0), at);
    wav.writeInt16LE(toInt16(right[frame] ?? 0), at + 2);
  }
  return wav;
}

function toInt16(sample: number): number {
  return Math.round(Math.max(-1, Math.min(1, sample)) * 32_767);
}

function writeHeader(wav: Buffer, frames: number, sampleRateHz: number): void {
  const dataBytes = frames * BYTES_PER_FRAME;
  wav.write("RIFF", 0);
  wav.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  wav.write("WAVEfmt ", 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(2, 22);
  wav.writeUInt32LE(sampleRateHz, 24);
  wav.writeUInt32LE(sampleRateHz * BYTES_PER_FRAME, 28);
  wav.writeUInt16LE(BYTES_PER_FRAME, 32);
  wav.writeUInt16LE(16, 34);
  wav.write("data", 36);
  wav.writeUInt32LE(dataBytes, 40);
}
