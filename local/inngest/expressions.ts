import { AppError } from "@/lib/core/errors";
import type { JsonObject, JsonValue } from "./protocol";

/** One side of a comparison: a literal, or a path below `event` (the first event) or `async` (the later one). */
export type Operand = { value: JsonValue } | { scope: "event" | "async"; path: string[] };
/** All comparisons must hold. This is the part of CEL that is spoken: `a == b`, joined by `&&`. */
export type Condition = { left: Operand; right: Operand }[];

const pathPattern = /^(event|async)((?:\.[A-Za-z_][\w-]*|\["[^"\\]*"\]|\['[^'\\]*'\])+)$/;
const partPattern = /\.([A-Za-z_][\w-]*)|\["([^"\\]*)"\]|\['([^'\\]*)'\]/g;
const textPattern = /^(?:"([^"\\]*)"|'([^'\\]*)')$/;
const numberPattern = /^-?\d+(?:\.\d+)?$/;
const words: Record<string, JsonValue> = { true: true, false: false, null: null };

function refuse(expression: string): AppError {
  return new AppError(
    "invalid_input",
    "unsupported_expression",
    `The expression "${expression}" is outside what this server speaks: event.data.* paths, literals, == and &&.`,
  );
}

/** @throws AppError invalid_input for anything but a path or a literal. */
export function parseOperand(expression: string): Operand {
  const text = expression.trim();
  const path = pathPattern.exec(text);
  if (path !== null) {
    const parts = [...(path[2] ?? "").matchAll(partPattern)].map((part) => part[1] ?? part[2] ?? part[3] ?? "");
    return { scope: path[1] === "async" ? "async" : "event", path: parts };
  }
  const literal = textPattern.exec(text);
  if (literal !== null) return { value: literal[1] ?? literal[2] ?? "" };
  if (numberPattern.test(text)) return { value: Number(text) };
  const word = Object.hasOwn(words, text) ? words[text] : undefined;
  if (word !== undefined) return { value: word };
  throw refuse(expression);
}

/** Splits at a two-character operator outside of quotes. */
function splitOutsideQuotes(text: string, operator: string): string[] {
  const parts: string[] = [];
  let quote = "";
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? "";
    if (quote !== "") quote = char === quote ? "" : quote;
    else if (char === '"' || char === "'") quote = char;
    else if (text.startsWith(operator, at)) {
      parts.push(text.slice(from, at));
      from = at + operator.length;
      at = from - 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** @throws AppError invalid_input for what is not `operand == operand`, joined by `&&`. */
export function parseCondition(expression: string): Condition {
  return splitOutsideQuotes(expression, "&&").map((comparison) => {
    const [left, right, ...more] = splitOutsideQuotes(comparison, "==");
    if (left === undefined || right === undefined || more.length > 0) throw refuse(expression);
    return { left: parseOperand(left), right: parseOperand(right) };
  });
}

/** The operand's value in the given scopes; undefined when the path leads nowhere. */
export function readOperand(
  operand: Operand,
  scopes: { event?: JsonObject; async?: JsonObject },
): JsonValue | undefined {
  if ("value" in operand) return operand.value;
  let value: JsonValue | undefined = scopes[operand.scope];
  for (const part of operand.path) {
    if (value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
    value = Object.hasOwn(value, part) ? value[part] : undefined;
  }
  return value;
}

/** A missing value equals nothing, not even another missing one (CEL calls it an error). */
export function isConditionMet(condition: Condition, scopes: { event?: JsonObject; async?: JsonObject }): boolean {
  return condition.every(({ left, right }) => {
    const first = readOperand(left, scopes);
    const second = readOperand(right, scopes);
    return first !== undefined && second !== undefined && JSON.stringify(first) === JSON.stringify(second);
  });
}

/** Puts the first event's values into a condition, so that only `async` paths are left; null when it can never be met. */
export function bindCondition(condition: Condition, event: JsonObject): Condition | null {
  const bound: Condition = [];
  for (const { left, right } of condition) {
    const sides = [left, right].map((operand): Operand | null => {
      if ("value" in operand || operand.scope === "async") return operand;
      const value = readOperand(operand, { event });
      return value === undefined ? null : { value };
    });
    const [boundLeft, boundRight] = sides;
    if (!boundLeft || !boundRight) return null;
    bound.push({ left: boundLeft, right: boundRight });
  }
  return bound;
}
