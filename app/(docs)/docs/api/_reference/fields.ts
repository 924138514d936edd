import type { oas31 } from "zod-openapi";

export type Schema = oas31.SchemaObject | oas31.ReferenceObject | boolean;

/** One line of a table of fields. `path` is as a program reaches it: `items[].name`. */
export interface Field {
  path: string;
  type: string;
  /** The shape that has a table of its own. */
  shape: string | null;
  isRequired: boolean;
  note: string;
}

const SHAPE = /^#\/components\/schemas\/(\w+)$/;

const isReference = (schema: Schema): schema is oas31.ReferenceObject =>
  typeof schema === "object" && "$ref" in schema && typeof schema.$ref === "string";

function findShape(schema: Schema): string | null {
  return isReference(schema) ? (SHAPE.exec(schema.$ref)?.[1] ?? null) : null;
}

/** The other half of "this or null", and whether there was one. */
function splitNull(schema: Schema): { schema: Schema; isNullable: boolean } {
  if (typeof schema === "boolean" || isReference(schema)) return { schema, isNullable: false };
  const choices = schema.anyOf ?? schema.oneOf;
  const others = choices?.filter((one: Schema) => typeof one === "boolean" || isReference(one) || one.type !== "null");
  if (choices && others?.length === 1 && others[0] !== undefined && choices.length === 2)
    return { schema: others[0], isNullable: true };
  return { schema, isNullable: Array.isArray(schema.type) && schema.type.includes("null") };
}

/** What a value is, in few words: `string`, `integer`, `"idea" | "demo"`, `Song[]`, `object`. */
export function describeType(given: Schema): string {
  const { schema, isNullable } = splitNull(given);
  return describePlain(schema) + (isNullable ? " | null" : "");
}

function describePlain(schema: Schema): string {
  if (typeof schema === "boolean") return "anything";
  const shape = findShape(schema);
  if (shape) return shape;
  if (isReference(schema)) return "anything";
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value: unknown) => JSON.stringify(value)).join(" | ");
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return [...new Set(choices.map((one: Schema) => describeType(one)))].join(" | ");
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type ?? "anything"]).filter(
    (one) => one !== "null",
  );
  if (types.includes("array")) return `${wrap(describeType(schema.items ?? true))}[]`;
  if (schema.format) return schema.format === "uuid" ? "id" : schema.format;
  return types.join(" | ");
}

const wrap = (type: string) => (type.includes(" ") ? `(${type})` : type);

/** Bounds, defaults and what is said of it. */
function describeNote(given: Schema): string {
  const { schema } = splitNull(given);
  if (typeof schema === "boolean" || isReference(schema)) return "";
  const between = (least: number | undefined, most: number | undefined, unit: string) => {
    if (least !== undefined && most !== undefined) return [`${least} to ${most}${unit}`];
    if (most !== undefined) return [`at most ${most}${unit}`];
    return least === undefined ? [] : [`at least ${least}${unit}`];
  };
  return [
    ...(schema.description ? [schema.description] : []),
    ...between(schema.minimum, schema.maximum, ""),
    ...between(schema.minLength, schema.maxLength, " characters"),
    ...between(schema.minItems, schema.maxItems, " items"),
    ...(schema.default === undefined ? [] : [`${JSON.stringify(schema.default)} if left out`]),
  ].join("; ");
}

/** Every field of a shape, with those within, up to shapes that have a table of their own. */
export function listFields(given: Schema, prefix = ""): Field[] {
  const { schema } = splitNull(given);
  if (typeof schema === "boolean" || isReference(schema)) return [];
  if (schema.type === "array") return listFields(schema.items ?? true, `${prefix}[]`);
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])] as Schema[];
  const known = new Map<string, Field>();
  for (const field of choices.flatMap((one) => listFields(one, prefix))) {
    const before = known.get(field.path);
    if (before && !before.type.split(" | ").includes(field.type)) before.type += ` | ${field.type}`;
    known.set(field.path, before ?? field);
  }
  const required = new Set(schema.required);
  for (const [name, value] of Object.entries(schema.properties ?? {}) as [string, Schema][]) {
    const path = prefix === "" ? name : `${prefix}.${name}`;
    const type = describeType(value);
    const shape = findShape(innermost(value));
    known.set(path, { path, type, shape, isRequired: required.has(name), note: describeNote(value) });
    if (!shape) for (const inner of listFields(value, path)) known.set(inner.path, inner);
  }
  return [...known.values()];
}

/** The shape inside of lists and of "or null". */
export function innermost(given: Schema): Schema {
  const { schema } = splitNull(given);
  if (typeof schema === "object" && !isReference(schema) && schema.type === "array")
    return innermost(schema.items ?? true);
  return schema;
}

export const nameShape = (schema: Schema) => findShape(innermost(schema));
