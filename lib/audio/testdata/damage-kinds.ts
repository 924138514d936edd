import { encodeWav, songLike, type TempFolder } from "./synthesis";

const RATE_HZ = 16_000;

/** Small files of every format that damage is done to, and how FFmpeg makes them. */
const KINDS: [name: string, args: string[]][] = [
  ["16.wav", []],
  ["float.wav", ["-c:a", "pcm_f32le"]],
  ["rf64.wav", ["-rf64", "always"]],
  ["adpcm.wav", ["-c:a", "adpcm_ima_wav"]],
  ["24.aiff", ["-c:a", "pcm_s24be"]],
  ["sowt.aifc", ["-c:a", "pcm_s16le"]],
  ["pcm.caf", []],
  ["alac.caf", ["-c:a", "alac"]],
  ["16.flac", []],
  ["flac.ogg", ["-c:a", "flac"]],
  ["cbr.mp3", ["-b:a", "96k"]],
  ["vbr.mp3", ["-q:a", "4", "-metadata", "title=Night Drive"]],
  ["aac.m4a", ["-c:a", "aac"]],
  ["fast.m4a", ["-c:a", "aac", "-movflags", "+faststart"]],
  ["alac.m4a", ["-c:a", "alac"]],
  ["vorbis.ogg", ["-c:a", "libvorbis"]],
  ["16.opus", ["-c:a", "libopus"]],
];

export const DAMAGED_NAMES = KINDS.map(([name]) => name);

/** Writes one whole file of each kind into the folder. */
export async function makeWholeFiles(folder: TempFolder): Promise<void> {
  const wav = await folder.write("source", encodeWav(songLike(RATE_HZ * 0.6, RATE_HZ), RATE_HZ));
  for (const [name, args] of KINDS) await folder.convert(wav, name, ...args);
}
