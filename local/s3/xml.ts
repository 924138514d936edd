import { S3Error } from "./s3-error";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const entities: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** An element with text, which is escaped. */
export function textElement(name: string, text: string | number | boolean): string {
  const escaped = String(text).replace(/[&<>"]/g, (char) => escapes[char] ?? char);
  return `<${name}>${escaped}</${name}>`;
}

/** An element around elements. */
export function element(name: string, children: readonly string[]): string {
  return `<${name}>${children.join("")}</${name}>`;
}

export function xmlDocument(root: string, children: readonly string[]): string {
  const open = `<${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${children.join("")}</${root}>`;
}

function malformed(): S3Error {
  const sentence = "The XML you provided was not well-formed or did not validate against our published schema.";
  return new S3Error(400, "MalformedXML", sentence);
}

function unescapeText(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(\w+));/gi,
    (_all, decimal: string, hex: string, name: string) => {
      if (name) {
        const char = entities[name];
        if (char === undefined) throw malformed();
        return char;
      }
      const point = decimal ? Number(decimal) : Number.parseInt(hex, 16);
      if (point > 0x10ffff) throw malformed();
      return String.fromCodePoint(point);
    },
  );
}

/**
 * The contents of every `<name>` in one of the two flat documents S3 takes. No XML parser: no DTD, no entities of the
 * sender's own, nothing to expand.
 */
function readBlocks(xml: string, name: string): string[] {
  if (/<!(?:DOCTYPE|ENTITY|\[CDATA\[)/i.test(xml)) throw malformed();
  return [...xml.matchAll(new RegExp(`<${name}>([\\s\\S]*?)</${name}>`, "g"))].map((match) => match[1] ?? "");
}

function readText(block: string, name: string): string | undefined {
  const found = readBlocks(block, name)[0];
  if (found?.includes("<")) throw malformed();
  return found === undefined ? undefined : unescapeText(found);
}

export interface RequestedPart {
  number: number;
  /** Without quotes. */
  etag: string;
  /** Base64, by element name such as `ChecksumSHA256`. */
  checksum(elementName: string): string | undefined;
}

/** @throws S3Error MalformedXML */
export function parseCompleteUpload(xml: string): RequestedPart[] {
  const parts = readBlocks(xml, "Part").map((block) => {
    const number = Number(readText(block, "PartNumber"));
    const etag = readText(block, "ETag")?.replaceAll('"', "");
    if (!Number.isInteger(number) || !etag) throw malformed();
    return { number, etag, checksum: (elementName: string) => readText(block, elementName) };
  });
  if (!/<CompleteMultipartUpload[\s>]/.test(xml) || parts.length === 0 || parts.length > 10_000) throw malformed();
  return parts;
}

/** @throws S3Error MalformedXML */
export function parseDelete(xml: string): { keys: string[]; isQuiet: boolean } {
  const keys = readBlocks(xml, "Object").map((block) => readText(block, "Key"));
  const known = keys.filter((key) => key !== undefined && key !== "");
  if (!/<Delete[\s>]/.test(xml) || known.length !== keys.length || keys.length === 0 || keys.length > 1000)
    throw malformed();
  return { keys: known.map(String), isQuiet: readText(xml, "Quiet")?.trim() === "true" };
}
