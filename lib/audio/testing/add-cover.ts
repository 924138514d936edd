/** A WAV with an ID3 tag behind its sound, in which a picture stands, as samplers and taggers write it. */
export function addCover(wav: Buffer, picture: Buffer, mimeType = "image/jpeg"): Buffer {
  const frameData = Buffer.concat([Buffer.from(`\0${mimeType}\0\x03\0`, "latin1"), picture]);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(frameData.length);
  const frame = Buffer.concat([Buffer.from("APIC"), size, Buffer.alloc(2), frameData]);
  const n = frame.length;
  const tag = Buffer.concat([
    Buffer.from("ID3\x03\0\0", "latin1"),
    Buffer.from([(n >> 21) & 127, (n >> 14) & 127, (n >> 7) & 127, n & 127]),
    frame,
    Buffer.alloc(n % 2),
  ]);
  const head = Buffer.alloc(8, "id3 ");
  head.writeUInt32LE(tag.length, 4);
  const whole = Buffer.concat([wav, head, tag]);
  whole.writeUInt32LE(whole.length - 8, 4);
  return whole;
}
