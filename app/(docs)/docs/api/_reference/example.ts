import type { oas31 } from "zod-openapi";
import type { Schema } from "./fields";
import type { Call } from "./groups";

const TOKEN = '-H "Authorization: Bearer $SEGNO_TOKEN"';
/** What stands for an id that a body names. */
const SOME_ID = "0192f0c0-0000-7000-8000-000000000000";
/** Words that say more than "text". */
const WORDS: Record<string, string> = {
  ...{ name: "Nightferry", title: "Nightferry", email: "mara@example.com", password: "a long sentence of mine" },
  ...{
    fileName: "take.wav",
    contentType: "audio/wav",
    text: "Louder here",
    label: "rough mix",
    idempotencyKey: "first-take",
  },
  ...{ timeZone: "Europe/Berlin", token: "…", q: "night", topics: "notices" },
};

/**
 * The call as one runs it in a shell: ids are variables of their names, the token is `SEGNO_TOKEN`. A line that ends in `\` goes on.
 */
export function writeExample({ method, path, operation }: Call, base: string, schemas: Record<string, Schema>): string {
  const isOpen = operation.security?.length === 0;
  const lines = [`curl ${chooseFlags(method, operation)}"${base}${fillPath(path)}${listQuery(operation)}"`];
  if (!isOpen) lines.push(TOKEN);
  const content = (operation.requestBody as oas31.RequestBodyObject | undefined)?.content;
  const json = content?.["application/json"]?.schema;
  if (json) {
    lines.push('-H "Content-Type: application/json"');
    lines.push(`-d '${JSON.stringify(sample(json, "", schemas)).replaceAll("'", "'\\''")}'`);
  } else if (content) {
    lines.push('-H "Content-Type: image/webp"', "--data-binary @cover.webp");
  }
  return lines.join(" \\\n  ");
}

/** `-N` shows a stream as it comes; `-L` goes where the answer leads, and keeps what is there. */
function chooseFlags(method: string, operation: oas31.OperationObject): string {
  const verb = method === "get" ? "" : `-X ${method.toUpperCase()} `;
  const answers = operation.responses ?? {};
  const media = Object.keys((answers["200"] as oas31.ResponseObject | undefined)?.content ?? {});
  if (media.includes("text/event-stream")) return `${verb}-N `;
  if ("302" in answers) return `${verb}-L -o file `;
  return media.some((one) => !one.includes("json")) ? `${verb}-o file ` : verb;
}

function fillPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name}`);
}

/** Only what must be there: the rest is a matter of taste. */
function listQuery({ parameters = [] }: oas31.OperationObject): string {
  const needed = (parameters as oas31.ParameterObject[]).filter((one) => one.in === "query" && one.required);
  const pairs = needed.map(
    ({ name, schema }) => `${name}=${encodeURIComponent(toWord(sample(schema ?? true, name, {})))}`,
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
}

const toWord = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));

type Json = string | number | boolean | null | Json[] | { [name: string]: Json };

/** A value that fits: what is required of an object, or its first field when nothing is. */
export function sample(schema: Schema, name: string, schemas: Record<string, Schema>): Json {
  if (typeof schema === "boolean") return "…";
  if ("$ref" in schema && typeof schema.$ref === "string")
    return sample(schemas[schema.$ref.split("/").at(-1) ?? ""] ?? true, name, schemas);
  const plain = schema as oas31.SchemaObject;
  if (plain.const !== undefined) return plain.const as Json;
  if (plain.enum) return (plain.enum as Json[])[0] ?? null;
  const [choice] = (plain.anyOf ?? plain.oneOf ?? plain.allOf ?? []) as Schema[];
  if (choice !== undefined) return sample(choice, name, schemas);
  const [type] = [plain.type].flat();
  if (type === "object") return sampleObject(plain, schemas);
  if (type === "array") return [sample(plain.items ?? true, name.replace(/s$/, ""), schemas)];
  if (type === "boolean") return true;
  if (type === "integer" || type === "number") return plain.minimum ?? 1;
  if (type === "null") return null;
  return sampleText(plain, name);
}

function sampleObject(schema: oas31.SchemaObject, schemas: Record<string, Schema>): Json {
  const fields = Object.entries(schema.properties ?? {}) as [string, Schema][];
  const required = new Set(schema.required);
  const chosen = fields.filter(([name], index) => required.has(name) || (required.size === 0 && index === 0));
  return Object.fromEntries(chosen.map(([name, value]) => [name, sample(value, name, schemas)]));
}

function sampleText({ format, minLength = 0 }: oas31.SchemaObject, name: string): string {
  if (format === "uuid") return SOME_ID;
  if (format === "date-time") return "2026-11-30T12:00:00.000Z";
  if (format === "date") return "2026-11-30";
  if (format === "email") return "mara@example.com";
  return (WORDS[name] ?? "text").padEnd(minLength, "x");
}
