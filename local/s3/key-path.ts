import path from "node:path";
import { S3Error } from "./s3-error";

const maxKeyBytes = 1024;
const maxNameBytes = 255;
const controlCharacter = /[\u0000-\u001f\u007f]/;

/**
 * A key's path segments become folder names, its last one a file name ending in `~`; what could mean something to a file
 * system is percent-encoded ('.' too, so no `..`), and an empty segment is a lone `%`, which no encoding yields.
 */
function encodeSegment(segment: string): string {
  if (segment === "") return "%";
  return encodeURIComponent(segment).replace(/[.~*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The path of a key's record below a bucket's `objects` folder. @throws S3Error KeyTooLongError, InvalidArgument */
export function encodeKey(key: string): string {
  const names = key.split("/").map(encodeSegment);
  if (Buffer.byteLength(key) > maxKeyBytes || names.some((name) => name.length >= maxNameBytes)) {
    throw new S3Error(400, "KeyTooLongError", "Your key is too long.");
  }
  if (key === "" || controlCharacter.test(key)) {
    throw new S3Error(400, "InvalidArgument", "A key needs at least one character and no control characters.");
  }
  return `${path.join(...names)}~`;
}
