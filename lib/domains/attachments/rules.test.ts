import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SNIFF_BYTES } from "@/lib/audio/sniff";
import { makeWav } from "@/lib/domains/projects/band.fixture";
import { sniffAttachment } from "./rules";

const bytes = (text: string) => Buffer.from(text, "latin1");
const zip = (flags: number) => Buffer.concat([bytes("PK\u0003\u0004\u0014\u0000"), Buffer.from([flags, 0, 8, 0])]);
const liveSet = gzipSync(`<?xml version="1.0"?><Ableton MajorVersion="5">${"<Track/>".repeat(9000)}</Ableton>`);

describe("B304: a file that goes with a song", () => {
  it.each([
    ["stem.wav", makeWav(0.1), "WAV", "audio/wav"],
    ["score.pdf", bytes("%PDF-1.7\n%âãÏÓ"), "PDF", "application/pdf"],
    ["part.mid", bytes("MThd\u0000\u0000\u0000\u0006"), "MIDI", "audio/midi"],
    ["stems.zip", zip(0), "ZIP", "application/zip"],
    ["song.als", liveSet.subarray(0, SNIFF_BYTES), "Ableton Live set", "application/gzip"],
    ["song.rpp", bytes('<REAPER_PROJECT 0.1 "7.0/linux" 1700000000'), "Reaper project", "text/plain; charset=utf-8"],
    ["song.cpr", bytes("RIFF\u0000\u0000\u0001\u0000NUND"), "Cubase project", "application/octet-stream"],
    ["song.flp", bytes("FLhd\u0006\u0000"), "FL Studio project", "application/octet-stream"],
    ["song.ptx", bytes("\u00030010111100101011\u0000"), "Pro Tools session", "application/octet-stream"],
    [
      "song.musicxml",
      bytes('<?xml version="1.0"?>\n<score-partwise version="4.0">'),
      "MusicXML",
      "application/vnd.recordare.musicxml+xml",
    ],
    ["Lyrics.TXT", Buffer.from("Über den Fluss\r\n\tgehen wir 𝄋"), "Text", "text/plain; charset=utf-8"],
  ])("is what its content says: %s", (name, head, kind, contentType) => {
    expect(sniffAttachment(head, name)).toEqual({ kind, contentType });
  });

  it("is told by content, not by name", () => {
    expect(sniffAttachment(bytes("%PDF-1.7"), "stem.wav")).toMatchObject({ kind: "PDF" });
    for (const name of ["score.pdf", "stem.wav", "x.zip", "x.als", "page.html", "noname"]) {
      expect(sniffAttachment(Buffer.from("<html><script>alert(1)</script>"), name)).toBeNull();
    }
    expect(sniffAttachment(bytes("MZ\u0090\u0000\u0003"), "setup.txt")).toBeNull();
    expect(sniffAttachment(new Uint8Array(), "nothing.txt")).toEqual({
      kind: "Text",
      contentType: "text/plain; charset=utf-8",
    });
  });

  it("is no archive that only one person could open", () => {
    expect(sniffAttachment(zip(1), "stems.zip")).toBe("encrypted_zip");
    expect(sniffAttachment(zip(9), "stems.zip")).toBe("encrypted_zip");
  });

  it("is no gzip of anything else, and none that grows without end", () => {
    expect(sniffAttachment(gzipSync("a tape of something"), "song.als")).toBeNull();
    expect(sniffAttachment(gzipSync(Buffer.alloc(64 * 2 ** 20)).subarray(0, SNIFF_BYTES), "song.als")).toBeNull();
    expect(sniffAttachment(Buffer.from([0x1f, 0x8b, 1, 2, 3]), "song.als")).toBeNull();
  });

  it("may be cut anywhere: no length of a beginning fails", () => {
    const text = Buffer.from("Über 𝄋 Fluss");
    for (let length = 0; length <= text.length; length++) {
      expect(sniffAttachment(text.subarray(0, length), "a.txt")).toMatchObject({ kind: "Text" });
    }
    for (const whole of [zip(1), liveSet.subarray(0, 300), makeWav(0.01)]) {
      for (let length = 0; length < 60; length++) sniffAttachment(whole.subarray(0, length), "a.bin");
    }
  });
});
