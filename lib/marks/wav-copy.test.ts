import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { WaveFile } from "wavefile";
import { nameMark } from "./mark-sheet";
import { sheet as anySheet, makeSheet } from "./testing/sheets";
import { planWavCopy, type Stretch } from "./wav-copy";

const RATE = 48_000;

function makeWav(samples: number[]): Buffer {
  const wav = new WaveFile();
  wav.fromScratch(1, RATE, "16", samples);
  return Buffer.from(wav.toBuffer());
}

const readerOf = (source: Buffer) => (at: number, length: number) =>
  Promise.resolve(new Uint8Array(source.subarray(at, at + length)));

async function copy(source: Buffer, sheet: Parameters<typeof planWavCopy>[2]): Promise<Buffer> {
  const stretches = await planWavCopy(readerOf(source), source.length, sheet);
  if (!stretches) throw new Error("no WAV");
  return Buffer.concat(
    stretches.map((stretch) =>
      "bytes" in stretch ? stretch.bytes : source.subarray(stretch.from, stretch.from + stretch.length),
    ),
  );
}

interface Cue {
  position: number;
  label?: string;
  end: number | null;
}

describe("B409: a copy of a WAV with cues", () => {
  const samples = Array.from({ length: 1001 }, (_, i) => Math.round(Math.sin(i / 9) * 20_000));

  it("has a cue to the sample for each note, a length for each range, and the sound unchanged", async () => {
    await fc.assert(
      fc.asyncProperty(anySheet, async (sheet) => {
        const file = await copy(makeWav(samples), sheet);
        const wav = new WaveFile(new Uint8Array(file));
        expect([...wav.getSamples(false, Int16Array)]).toEqual(samples);
        expect(file.readUInt32LE(4)).toBe(file.length - 8);
        const cues = readCues(file);
        expect(cues).toHaveLength(sheet.marks.length);
        for (const [i, mark] of sheet.marks.entries()) {
          const at = (ms: number) => Math.round((ms * RATE) / 1000);
          expect(cues[i]).toEqual({
            position: at(mark.startMs ?? 0),
            label: nameMark(mark),
            end: mark.endMs === null ? null : at(mark.endMs),
          });
        }
      }),
      { numRuns: 60 },
    );
  });

  it("is read by a library that others wrote, labels and all", async () => {
    const wav = new WaveFile(new Uint8Array(await copy(makeWav(samples), makeSheet(5))));
    const points = wav.listCuePoints() as { position: number; label: string; end?: number | null }[];
    expect(points).toHaveLength(5);
    expect(points[1]?.position).toBe(48_000);
    expect(points[1]?.label).toContain("Mara: The snare 1");
  });

  it("keeps cues and other chunks that the file has, and is no bigger for a second copy than for its notes", async () => {
    const wav = new WaveFile(makeWav(samples));
    wav.setCuePoint({ position: 5, label: "Own cue" });
    const labelled = await copy(Buffer.from(wav.toBuffer()), makeSheet(3));
    const labels = new WaveFile(new Uint8Array(labelled)).listCuePoints() as { label: string }[];
    expect(labels.map(({ label }) => label)).toContain("Own cue");
    wav.setTag("INAM", "A title");
    const source = Buffer.from(wav.toBuffer());
    const tags = source.subarray(source.lastIndexOf("LIST"));
    const once = await copy(source, makeSheet(3));
    expect(tags.toString("latin1")).toContain("A title");
    expect(once.includes(tags)).toBe(true);
    expect(readCues(once)).toHaveLength(4);
    expect(readCues(await copy(once, makeSheet(2)))).toHaveLength(6);
  });

  it("becomes an RF64 from 4 GiB on, without ever reading the sound", async () => {
    const head = makeWav([0]).subarray(0, 44);
    const dataBytes = 5_000_000_000;
    head.writeUInt32LE(0xffffffff, 40);
    let readBytes = 0;
    const readAt = (at: number, length: number) => {
      readBytes += length;
      return Promise.resolve(new Uint8Array(head.subarray(at, at + length)));
    };
    const stretches = (await planWavCopy(readAt, 44 + dataBytes, makeSheet(3))) ?? [];
    expect(readBytes).toBeLessThan(1000);
    const starts = stretches
      .slice(0, 2)
      .map((stretch) => ("bytes" in stretch ? Buffer.from(stretch.bytes) : Buffer.alloc(0)));
    expect(starts[0]?.toString("latin1", 0, 4)).toBe("RF64");
    expect(Number(starts[1]?.readBigUInt64LE(16))).toBe(dataBytes);
    expect(Number(starts[1]?.readBigUInt64LE(8))).toBe(sum(stretches) - 8);
  });

  it("is nothing for what is no WAV", async () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from("RIFF"), Buffer.from("fLaC and more of it, long enough")]) {
      expect(await planWavCopy(readerOf(bytes), bytes.length, makeSheet(1))).toBeNull();
    }
  });
});

function sum(stretches: Stretch[]): number {
  return stretches.reduce((total, stretch) => total + ("bytes" in stretch ? stretch.bytes.length : stretch.length), 0);
}

/** Read by the letter of the format. */
function readCues(file: Buffer): Cue[] {
  const cues = new Map<number, Cue>();
  for (let at = 12; at + 8 <= file.length; at += 8 + file.readUInt32LE(at + 4) + (file.readUInt32LE(at + 4) % 2)) {
    const [id, size] = [file.toString("latin1", at, at + 4), file.readUInt32LE(at + 4)];
    const body = file.subarray(at + 8, at + 8 + size);
    if (id === "cue ") {
      for (let i = 0; i < body.readUInt32LE(0); i++) {
        cues.set(body.readUInt32LE(4 + i * 24), { position: body.readUInt32LE(24 + i * 24), end: null });
      }
    }
    if (id === "LIST" && body.toString("latin1", 0, 4) === "adtl") readWords(body, cues);
  }
  return [...cues.values()];
}

function readWords(body: Buffer, cues: Map<number, Cue>): void {
  for (let at = 4; at + 8 <= body.length; at += 8 + body.readUInt32LE(at + 4) + (body.readUInt32LE(at + 4) % 2)) {
    const kind = body.toString("latin1", at, at + 4);
    const cue = cues.get(body.readUInt32LE(at + 8));
    if (!cue) continue;
    const end = at + 8 + body.readUInt32LE(at + 4);
    if (kind === "labl") cue.label = body.toString("utf8", at + 12, end - 1);
    if (kind === "ltxt") cue.end = cue.position + body.readUInt32LE(at + 12);
  }
}
