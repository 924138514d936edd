import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CONTENT_TYPES, sniffContainer } from "./sniff";

const head = (...parts: (string | number[])[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));

describe("sniffContainer", () => {
  it.each([
    ["wav", head("RIFF", [0, 0, 0, 0], "WAVEfmt ")],
    ["wav", head("RF64", [255, 255, 255, 255], "WAVEds64")],
    ["aiff", head("FORM", [0, 0, 0, 0], "AIFC")],
    ["flac", head("fLaC", [0, 0, 0, 34])],
    ["flac", head("ID3", [4, 0, 0, 0, 0, 0, 2], [0, 0], "fLaC")],
    ["mp3", head([0xff, 0xfb, 0xb0, 0x64, 0, 0])],
    ["mp3", head("ID3", [3, 0, 0, 0, 1, 0, 0], "TIT2")],
    ["ogg", head("OggS", new Array<number>(22).fill(0), [1, 30, 1], "vorbis")],
    ["opus", head("OggS", new Array<number>(22).fill(0), [1, 19], "OpusHead")],
    ["mp4", head([0, 0, 0, 32], "ftypM4A ")],
    ["caf", head("caff", [0, 1, 0, 0])],
  ])("knows %s", (container, bytes) => {
    expect(sniffContainer(bytes)).toBe(container);
  });

  it.each([
    ["nothing", head()],
    ["text", head("RIFF is a nice word, and so is WAVE")],
    ["a web page", head("<!doctype html><title>wav</title>")],
    ["an archive", head("PK", [3, 4], "song.wav")],
    ["a playlist", head("#EXTM3U\n#EXT-X-VERSION:3\nfile:///etc/passwd\n")],
    ["a concat script", head("ffconcat version 1.0\nfile /etc/passwd\n")],
    ["a picture in RIFF", head("RIFF", [0, 0, 0, 0], "WEBPVP8 ")],
    ["an Ogg of something else", head("OggS", new Array<number>(22).fill(0), [1, 9, 0x80], "theora")],
    ["raw AAC", head([0xff, 0xf1, 0x50, 0x80, 0, 0])],
    ["a chance sync word", head([0xff, 0xfb, 0x90, 0x64], new Array<number>(600).fill(7))],
    ["a tag before text", head("ID3", [3, 0, 0, 0, 0, 0, 0], "hello there")],
  ])("refuses %s", (_, bytes) => {
    expect(sniffContainer(bytes)).toBeNull();
  });

  it("never throws and names only containers that can be served", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const found = sniffContainer(bytes);
        expect(found === null || found in CONTENT_TYPES).toBe(true);
      }),
    );
  });

  it("knows a real file", async () => {
    expect(sniffContainer(await readFile(join(import.meta.dirname, "testdata/mono-48k-24bit.flac")))).toBe("flac");
  });
});
