import { readOptional } from "../supervisor/data-folder";
import { type Check, fail, pass } from "./check";

const SETTING = /^\s*(?:export\s+)?([\w.\uFEFF-]+)\s*=\s*(.*?)\s*$/;
const CURLY = /[“”„‘’]/;

/** What an editor or a shell may have done to `.env` that the parser takes in silence. Nothing when there is no such file. */
export async function checkEnvFile(file: string): Promise<Check[]> {
  const text = await readOptional(file);
  if (text === null) return [];
  const faults = findEnvFaults(text);
  if (faults.length === 0) return [pass(".env", "every line is read as it is meant")];
  return faults.map(({ detail, cure }) => fail(".env", detail, cure));
}

/** Each fault of the text, without showing a value. */
export function findEnvFaults(text: string): { detail: string; cure: string }[] {
  const faults: { detail: string; cure: string }[] = [];
  if (text.startsWith("\uFEFF")) {
    faults.push({
      detail: "it begins with a byte order mark, so its first variable is not read",
      cure: "Save it as UTF-8 without BOM.",
    });
  }
  const lines = text.split("\n");
  if (lines.some((line) => /\r./.test(line)) || (text.includes("\r") && !text.includes("\n"))) {
    faults.push({ detail: "it has lone carriage returns within lines", cure: "Save it with line ends of one kind." });
  }
  const firstAt = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const [, name = "", value = ""] = SETTING.exec(line.replace(/\r$/, "")) ?? [];
    if (name === "" || line.trimStart().startsWith("#")) continue;
    const at = index + 1;
    const known = firstAt.get(name);
    if (known !== undefined) {
      faults.push({
        detail: `${name} is set in line ${known} and again in line ${at}, and the last one counts`,
        cure: `Remove one of the two.`,
      });
    }
    firstAt.set(name, known ?? at);
    faults.push(...findQuoteFaults(name, value, at));
  }
  return faults;
}

function findQuoteFaults(name: string, value: string, at: number): { detail: string; cure: string }[] {
  const [quote = ""] = value;
  if (CURLY.test(quote)) {
    const detail = `${name} in line ${at} begins with a typographic quote, which is then part of its value`;
    return [{ detail, cure: 'Write " in its place, or no quotes at all.' }];
  }
  const isQuoted = quote !== "" && "\"'`".includes(quote);
  if (!isQuoted || value.indexOf(quote, 1) > 0) return [];
  const detail = `${name} in line ${at} begins with a quote that is not closed, so what follows may be read as part of it`;
  return [{ detail, cure: "Close it in the same line, or write no quotes." }];
}
