import { type MarkSheet, nameMark, nameReplies, nameThread, toSamples } from "./mark-sheet";

/** Thirty-two bits. */
const LAST_SAMPLE = 0xffffffff;
const POINT_BYTES = 24;
const UTF8_CODE_PAGE = 65001;

/** Cue points with the words that go with them, as they stand in a file already. */
export interface OwnCues {
  /** Bodies of `cue ` and of `LIST` without `adtl`. */
  points: Buffer;
  words: Buffer;
}

/**
 * The chunks `cue ` and `LIST adtl` (Multimedia Programming Interface 1.0, 1991): a point a note; its name as a label, the thread
 * as a note, a range as labelled text with its length. Points that the file has already stay, under their ids.
 * The words are UTF-8. Places are the file's own: an offset says nothing of it.
 */
export function writeCueChunks(sheet: MarkSheet, sampleRateHz: number, own: OwnCues): Buffer {
  const firstId = 1 + readLastId(own.points);
  const cues = sheet.marks.map((mark, i) => {
    const sample = Math.min(LAST_SAMPLE, toSamples(mark.startMs ?? 0, sampleRateHz));
    const end = mark.endMs === null ? null : Math.min(LAST_SAMPLE, toSamples(mark.endMs, sampleRateHz));
    return { id: firstId + i, sample, lengthSamples: end === null ? null : end - sample, mark };
  });
  const count = Buffer.alloc(4);
  count.writeUInt32LE(own.points.length / POINT_BYTES + cues.length);
  const points = cues.map(({ id, sample }) => writePoint(id, sample));
  const words = cues.flatMap(({ id, mark, lengthSamples }) => [
    writeText("labl", id, nameMark(mark)),
    ...(nameReplies(mark) === "" ? [] : [writeText("note", id, nameThread(mark))]),
    ...(lengthSamples === null ? [] : [writeRange(id, lengthSamples, nameMark(mark))]),
  ]);
  const adtl = chunk("LIST", [Buffer.from("adtl"), own.words, ...words]);
  return Buffer.concat([chunk("cue ", [count, own.points, ...points]), adtl]);
}

function readLastId(points: Buffer): number {
  let last = 0;
  for (let at = 0; at + POINT_BYTES <= points.length; at += POINT_BYTES) last = Math.max(last, points.readUInt32LE(at));
  return last;
}

function writePoint(id: number, sample: number): Buffer {
  const point = Buffer.alloc(POINT_BYTES);
  point.writeUInt32LE(id, 0);
  point.writeUInt32LE(sample, 4);
  point.write("data", 8, "latin1");
  point.writeUInt32LE(sample, 20);
  return point;
}

function writeText(kind: "labl" | "note", id: number, words: string): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32LE(id);
  return chunk(kind, [head, Buffer.from(`${words}\0`, "utf8")]);
}

function writeRange(id: number, lengthSamples: number, words: string): Buffer {
  const head = Buffer.alloc(20);
  head.writeUInt32LE(id, 0);
  head.writeUInt32LE(lengthSamples, 4);
  head.write("rgn ", 8, "latin1");
  head.writeUInt16LE(UTF8_CODE_PAGE, 18);
  return chunk("ltxt", [head, Buffer.from(`${words}\0`, "utf8")]);
}

/** Padded to an even length, which the size does not count. */
function chunk(id: string, bodies: Buffer[]): Buffer {
  const body = Buffer.concat(bodies);
  const head = Buffer.alloc(8);
  head.write(id, 0, "latin1");
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)]);
}
