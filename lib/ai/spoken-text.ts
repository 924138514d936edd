/** What stands before and after a value that is spoken. */
type Spoken = Record<string, { before: string; after: string }>;

const ESCAPES: Record<string, string> = { n: "\n", t: " ", r: "", b: "", f: "" };

/**
 * Reads the strings of some keys out of a JSON object while it is still being written, so that a person can read along. What is
 * no JSON before the object, and what is malformed in it, is passed over: the whole is judged by others when it is there.
 */
export function createSpokenText(spoken: Spoken): (piece: string) => string {
  const stack: ("{" | "[")[] = [];
  let key: string | null = null;
  let isKey = false;
  /** The string that is being read; null outside of one. */
  let current: string | null = null;
  let escape: string | null = null;

  const readSign = (sign: string): string => {
    if (current === null) return readOutside(sign);
    if (escape !== null) return readEscape(sign);
    if (sign === "\\") {
      escape = "";
      return "";
    }
    return sign === '"' ? endString() : say(sign);
  };
  const readOutside = (sign: string): string => {
    if (sign === "{" || sign === "[") {
      stack.push(sign);
      isKey = sign === "{";
      if (sign === "{") key = null;
    } else if (sign === "}" || sign === "]") {
      stack.pop();
      isKey = false;
      key = null;
    } else if (sign === ",") isKey = stack.at(-1) === "{";
    else if (sign === '"' && stack.length > 0) {
      current = "";
      if (!isKey) return spoken[key ?? ""]?.before ?? "";
    }
    return "";
  };
  const endString = (): string => {
    const ended = current;
    current = null;
    if (isKey) {
      key = ended;
      isKey = false;
      return "";
    }
    return spoken[key ?? ""]?.after ?? "";
  };
  const readEscape = (sign: string): string => {
    if (escape === "" && sign !== "u") {
      escape = null;
      return say(ESCAPES[sign] ?? sign);
    }
    escape += sign;
    if (escape === null || escape.length < 5) return "";
    const code = Number.parseInt(escape.slice(1), 16);
    escape = null;
    return Number.isNaN(code) ? "" : say(String.fromCharCode(code));
  };
  const say = (text: string): string => {
    current += text;
    return !isKey && key !== null && key in spoken ? text : "";
  };
  // By code unit: a character that came in two pieces is put together by whoever gathers them.
  return (piece) => {
    let said = "";
    for (let i = 0; i < piece.length; i++) said += readSign(piece.charAt(i));
    return said;
  };
}
