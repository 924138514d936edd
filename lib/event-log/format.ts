import { crc32 } from "node:zlib";
import { AppError } from "@/lib/core/errors";
import type { JsonValue, NewEvent, StoredEvent } from "./event";
import { MAX_ID_CHARS } from "./event-id";

/*
 * One event is one line: {"seq":7,"crc":"0a1b2c3d","id":"…","type":"…","time":"…","data":…}\n
 * The checksum is CRC-32 (zlib) over the bytes from `"id"` up to the newline, seeded with the checksum of the line before
 * XOR the low 32 bits of seq. A changed, missing, doubled or exchanged line therefore breaks the chain at its place.
 */
const HEAD = Buffer.from('{"seq":');
const CRC_KEY = Buffer.from(',"crc":"');
const ID_KEY = Buffer.from('","id":"');
/** Of the id's key, what ends the checksum: the body begins behind it. */
const CRC_END = '",';
const CRC_DIGITS = 8;
const NEWLINE = 10;
const QUOTE = 34;
const COMMA = 44;
const ZERO = 48;
const BACKSLASH = 92;
/** What a byte is worth as a hexadecimal digit, -1 when it is none that `formatCrc` writes. */
const HEX_VALUES = Int8Array.from({ length: 256 }, (_, byte) => "0123456789abcdef".indexOf(String.fromCharCode(byte)));

const HEX_BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export interface EncodedLine {
  bytes: Buffer;
  crc: number;
}

/** What recovery needs of a line: the data stays unparsed, as its checksum vouches for it. Valid until the next line is read. */
export interface LineKey {
  seq: number;
  crc: number;
  /** Where the id's bytes stand in the buffer that was read, as JSON escapes them and without their quotes. */
  idStart: number;
  idEnd: number;
}

/** The part of the line that does not depend on its place: from `"id"` to the newline, UTF-8. */
export function encodeBody(event: NewEvent, time: Date): Buffer {
  if (typeof event.id !== "string" || event.id === "" || event.id.length > MAX_ID_CHARS) {
    throw refuseEvent("id", `Give each event an id of 1 to ${MAX_ID_CHARS} characters.`);
  }
  if (typeof event.type !== "string" || event.type === "") throw refuseEvent("type", "Give each event a type.");
  const data: string | undefined = JSON.stringify(event.data);
  if (data === undefined) throw refuseEvent("data", "Give data that JSON can hold, or null.");
  const id = JSON.stringify(event.id);
  const type = JSON.stringify(event.type);
  return Buffer.from(`"id":${id},"type":${type},"time":"${formatTime(time)}","data":${data}}\n`);
}

let lastMs = Number.NaN;
let lastTime = "";

/** Several events come within a millisecond, for which the time is written out once. */
function formatTime(time: Date): string {
  const ms = time.getTime();
  if (ms !== lastMs) {
    lastTime = time.toISOString();
    lastMs = ms;
  }
  return lastTime;
}

function refuseEvent(field: string, message: string): AppError {
  return new AppError("invalid_input", "bad_event", "This event can't be kept.", { fields: [{ field, message }] });
}

export function encodeLine(seq: number, body: Buffer, previousCrc: number): EncodedLine {
  const crc = computeCrc(seq, body.subarray(0, -1), previousCrc);
  const head = `{"seq":${seq},"crc":"${formatCrc(crc)}",`;
  const bytes = Buffer.allocUnsafe(head.length + body.length);
  bytes.write(head);
  body.copy(bytes, head.length);
  return { bytes, crc };
}

/** Of 32 bits, byte by byte: written out as one number it would cost forty times as much. */
export function formatCrc(crc: number): string {
  return hexOf(crc >>> 24) + hexOf((crc >>> 16) & 0xff) + hexOf((crc >>> 8) & 0xff) + hexOf(crc & 0xff);
}

function hexOf(byte: number): string {
  return HEX_BYTES[byte] ?? "";
}

/** One native call a line: the seed carries the chain and the number, the bytes are the body's. */
function computeCrc(seq: number, bodyWithoutNewline: Buffer, previousCrc: number): number {
  return crc32(bodyWithoutNewline, (previousCrc ^ seq) >>> 0);
}

/** One for all lines: millions of them are looked at in a row, and an object for each would be half of the work. */
const parts: LineKey & { bodyStart: number } = { seq: 0, crc: 0, idStart: 0, idEnd: 0, bodyStart: 0 };

/**
 * Where the parts of a line, which ends with the newline at `end`, stand in `bytes`, or undefined when `encodeLine` did not write it.
 * Plain loops over one buffer: a view for each line would cost more than looking at it.
 */
function findParts(bytes: Buffer, start: number, end: number): typeof parts | undefined {
  if (!hasBytesAt(bytes, start, HEAD) || bytes[start + HEAD.length] === ZERO) return undefined;
  let seq = 0;
  let at = start + HEAD.length;
  for (; bytes[at] !== COMMA; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return undefined;
    seq = seq * 10 + digit;
  }
  if (!hasBytesAt(bytes, at, CRC_KEY) || !Number.isSafeInteger(seq)) return undefined;
  const crcStart = at + CRC_KEY.length;
  const crcEnd = crcStart + CRC_DIGITS;
  const idStart = crcEnd + ID_KEY.length;
  const crc = readHex(bytes, crcStart, crcEnd);
  if (crc < 0 || !hasBytesAt(bytes, crcEnd, ID_KEY)) return undefined;
  for (at = idStart; bytes[at] !== QUOTE; at += 1) {
    if (bytes[at] === BACKSLASH) at += 1;
    if (at >= end) return undefined;
  }
  parts.seq = seq;
  parts.crc = crc;
  parts.idStart = idStart;
  parts.idEnd = at;
  parts.bodyStart = crcEnd + CRC_END.length;
  return parts;
}

/** -1 when a byte is no digit. */
function readHex(bytes: Buffer, start: number, end: number): number {
  let value = 0;
  let signs = 0;
  for (let at = start; at < end; at += 1) {
    const digit = HEX_VALUES[bytes[at] ?? 0] ?? 0;
    signs |= digit;
    value = (value << 4) | digit;
  }
  return signs < 0 ? -1 : value >>> 0;
}

function hasBytesAt(bytes: Buffer, start: number, wanted: Buffer): boolean {
  for (let at = 0; at < wanted.length; at += 1) {
    if (bytes[start + at] !== wanted[at]) return false;
  }
  return true;
}

/** Checks the line from `start` to `end` (its newline) against the chain. Undefined when it is not exactly what was written. */
export function readLineKey(bytes: Buffer, start: number, end: number, previousCrc: number): LineKey | undefined {
  const found = findParts(bytes, start, end);
  if (!found) return undefined;
  const body = bytes.subarray(found.bodyStart, end);
  return computeCrc(found.seq, body, previousCrc) === found.crc ? found : undefined;
}

/** As `readLineKey`, for bytes whose checksum as a whole has been compared: only the shape is looked at. */
export function readVouchedLineKey(bytes: Buffer, start: number, end: number): LineKey | undefined {
  return findParts(bytes, start, end);
}

/** The event of a whole line with its newline, or undefined when its bytes no longer match its checksum. */
export function decodeLine(line: Buffer, previousCrc: number): StoredEvent | undefined {
  if (line.at(-1) !== NEWLINE || !readLineKey(line, 0, line.length - 1, previousCrc)) return undefined;
  const parsed = JSON.parse(line.toString("utf8")) as StoredEvent & { crc: string };
  const data: JsonValue = parsed.data;
  return { seq: parsed.seq, id: parsed.id, type: parsed.type, time: parsed.time, data };
}

/** The body of a checked line, for writing it again at another place of a chain. */
export function sliceBody(line: Buffer): Buffer {
  const found = findParts(line, 0, line.length - 1);
  if (!found) throw new Error("Only a line that was checked has a body.");
  return line.subarray(found.bodyStart);
}
