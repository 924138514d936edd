import { crc32 } from "node:zlib";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import type { NewEvent } from "./event";
import { decodeLine, encodeBody, encodeLine, formatCrc, readLineKey, readVouchedLineKey, sliceBody } from "./format";

const NOW = new Date("2026-01-02T03:04:05.678Z");
const event: NewEvent = { id: "evt-1", type: "noted", data: { text: "é🎉" } };
let body: Buffer;
beforeEach(() => {
  body = encodeBody(event, NOW);
});
const TEXT = '"id":"evt-1","type":"noted","time":"2026-01-02T03:04:05.678Z","data":{"text":"é🎉"}}';

/** A line whose checksum fits, whatever it holds. */
function chain(seqText: string, rest: string, previousCrc = 0): Buffer {
  const crc = crc32(rest, (previousCrc ^ Number(seqText)) >>> 0);
  return Buffer.from(`{"seq":${seqText},"crc":"${formatCrc(crc)}",${rest}\n`);
}

const readKey = (line: Buffer, previousCrc = 0) => readLineKey(line, 0, line.length - 1, previousCrc);

describe("a line", () => {
  it("is written byte for byte as documented", () => {
    expect(body.toString()).toBe(`${TEXT}\n`);
    const crc = crc32(TEXT, 0x12345678 ^ 7);
    const line = encodeLine(7, body, 0x12345678);
    expect(line).toEqual({ crc, bytes: Buffer.from(`{"seq":7,"crc":"${formatCrc(crc)}",${TEXT}\n`) });
    expect(formatCrc(0x1a2b)).toBe("00001a2b");
    expect(formatCrc(0xffffffff)).toBe("ffffffff");
  });

  it("comes back whole, and its parts are found at their bytes", () => {
    const { bytes, crc } = encodeLine(42, body, 99);
    expect(decodeLine(bytes, 99)).toEqual({ seq: 42, ...event, time: NOW.toISOString() });
    const shifted = Buffer.concat([Buffer.from("before\n"), bytes, Buffer.from("after")]);
    for (const key of [
      readLineKey(shifted, 7, 7 + bytes.length - 1, 99),
      readVouchedLineKey(shifted, 7, 7 + bytes.length - 1),
    ]) {
      expect(key).toMatchObject({ seq: 42, crc });
      expect(shifted.toString("utf8", key?.idStart, key?.idEnd)).toBe("evt-1");
    }
    expect(sliceBody(bytes).equals(body)).toBe(true);
  });

  it("fits only behind the line it was written behind, and only with its newline", () => {
    const { bytes } = encodeLine(42, body, 99);
    expect(readKey(bytes, 98)).toBeUndefined();
    expect(decodeLine(bytes, 98)).toBeUndefined();
    expect(decodeLine(bytes.subarray(0, -1), 99)).toBeUndefined();
    expect(decodeLine(Buffer.concat([bytes.subarray(0, -1), Buffer.from(" ")]), 99)).toBeUndefined();
    expect(decodeLine(Buffer.alloc(0), 99)).toBeUndefined();
  });

  it("takes any id, type, number and neighbour", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", minLength: 1, maxLength: 20 }),
        fc.string({ minLength: 1 }),
        fc.jsonValue(),
        fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
        fc.integer({ min: 0, max: 0xffffffff }),
        (id, type, data, seq, previousCrc) => {
          const value = JSON.parse(JSON.stringify(data)) as NewEvent["data"];
          const { bytes, crc } = encodeLine(seq, encodeBody({ id, type, data: value }, NOW), previousCrc);
          expect(decodeLine(bytes, previousCrc)).toEqual({ seq, id, type, time: NOW.toISOString(), data: value });
          const key = readKey(bytes, previousCrc);
          expect(key).toMatchObject({ seq, crc });
          expect(bytes.toString("utf8", (key?.idStart ?? 0) - 1, (key?.idEnd ?? 0) + 1)).toBe(JSON.stringify(id));
        },
      ),
    );
  });
});

describe("what was not written by the log", () => {
  const GOOD = '"id":"a","type":"t","time":"x","data":1}';

  it("is taken when only the checksum has to fit, as a control of the cases below", () => {
    for (const seq of ["1", "19", "9007199254740991"]) expect(readKey(chain(seq, GOOD))?.seq).toBe(Number(seq));
    expect(readKey(chain("1", '"id":"\\"","x":1'))).toMatchObject({ idStart: 32, idEnd: 34 });
    expect(readKey(chain("1", '"id":""'))).toMatchObject({ idStart: 32, idEnd: 32 });
  });

  it.each([
    ["a number with a zero before it", chain("01", GOOD)],
    ["the number zero", chain("0", GOOD)],
    ["a negative number", chain("-1", GOOD)],
    ["a number with a letter", Buffer.from(chain("1", GOOD).toString().replace('"seq":1', '"seq":1a'))],
    ["a sign below the digits in a number", chain("1/", GOOD)],
    ["a sign above the digits in a number", chain("1:", GOOD)],
    ["a number that is not exact", chain("9007199254740992", GOOD)],
    ["no id", chain("1", '"if":"a","type":"t"}')],
    ["an id without an end", chain("1", '"id":"a')],
    ["an id that ends behind an escape", chain("1", '"id":"a\\"')],
    ["an escape at the very end", chain("1", '"id":"a\\')],
    ["another key first", Buffer.from(chain("1", GOOD).toString().replace("seq", "sex"))],
    ["another second key", Buffer.from(chain("1", GOOD).toString().replace("crc", "crd"))],
    ["nothing", Buffer.from("\n")],
    ["a number alone", Buffer.from('{"seq":1\n')],
    ["a checksum that breaks off", Buffer.from('{"seq":1,"crc":"0000\n')],
  ])("is refused: %s", (_name, line) => {
    expect(readKey(line)).toBeUndefined();
    // Nor does what follows in the buffer make it whole.
    const followed = Buffer.concat([line, Buffer.from('"0123456789","id":"b"\n"x"')]);
    expect(readVouchedLineKey(followed, 0, line.length - 1)).toBeUndefined();
  });

  it("is refused when a digit of the checksum is none that the log writes", () => {
    for (let crc = 0, text = ""; !/^[a-f]/.test(text); crc += 1) {
      text = encodeLine(1, encodeBody({ ...event, id: `e${crc}` }, NOW), 0)
        .bytes.toString()
        .slice(16, 24);
      const line = encodeLine(1, encodeBody({ ...event, id: `e${crc}` }, NOW), 0).bytes;
      expect(readKey(line)?.crc).toBe(Number.parseInt(text, 16));
      for (let at = 16; at < 24; at += 1) {
        for (const wrong of ["g", "A", "F", "/", ":", "`", "@", " ", "\n", "\u0000"]) {
          const changed = Buffer.from(line);
          changed.write(wrong, at);
          expect(readVouchedLineKey(changed, 0, line.length - 1)).toBeUndefined();
        }
      }
    }
  });

  it("may have a checksum of zero", () => {
    const line = Buffer.from('{"seq":1,"crc":"00000000","id":"a"}\n');
    expect(readVouchedLineKey(line, 0, line.length - 1)).toMatchObject({ seq: 1, crc: 0 });
    expect(() => sliceBody(Buffer.from("no line\n"))).toThrow("checked");
  });

  it("is refused with any other byte before the id", () => {
    const { bytes } = encodeLine(1, body, 0);
    const idStart = bytes.indexOf('"id":"') + 6;
    for (let at = 0; at < idStart; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 0x80;
      expect(readVouchedLineKey(changed, 0, bytes.length - 1)).toBeUndefined();
    }
  });
});

describe("an event that can't be kept", () => {
  const long = "x".repeat(1024);
  it.each([
    ["id", { ...event, id: "" }, "Give each event an id of 1 to 1024 characters."],
    ["id", { ...event, id: `${long}x` }, "Give each event an id of 1 to 1024 characters."],
    ["id", { ...event, id: 7 }, "Give each event an id of 1 to 1024 characters."],
    ["type", { ...event, type: "" }, "Give each event a type."],
    ["type", { ...event, type: undefined }, "Give each event a type."],
    ["data", { ...event, data: undefined }, "Give data that JSON can hold, or null."],
  ])("names the field %s and the cure", (field, wrong, message) => {
    let error: unknown;
    try {
      encodeBody(wrong as unknown as NewEvent, NOW);
    } catch (caught) {
      error = caught;
    }
    expect(error).toMatchObject({
      code: "invalid_input",
      reason: "bad_event",
      message: "This event can't be kept.",
      fields: [{ field, message }],
    });
  });

  it("is not one with the longest id", () => {
    expect(encodeBody({ ...event, id: long }, NOW).includes(long)).toBe(true);
  });
});
