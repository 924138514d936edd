import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { buildOpenApi, OPERATIONS } from "@/lib/http/openapi";
import { sample, writeExample } from "./_reference/example";
import { describeType, listFields, type Schema } from "./_reference/fields";
import { groupCalls } from "./_reference/groups";

const BASE = "http://127.0.0.1:3000";
const document = buildOpenApi(BASE);
const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
const groups = groupCalls(document);
const calls = groups.flatMap((group) => group.calls);

it("B447: every operation of the document stands in exactly one group, and none is left over", () => {
  const written = calls.map(({ method, path }) => `${method} ${path}`);
  expect(written.toSorted()).toEqual(OPERATIONS.map(({ method, path }) => `${method} ${path}`).toSorted());
  expect(new Set(calls.map(({ id }) => id)).size).toBe(calls.length);
  expect(groups.map(({ id }) => id)).not.toContain("others");
});

it("B447: the body of every example is one that its operation takes", () => {
  const bodies = OPERATIONS.filter(({ body }) => body);
  expect(bodies.length).toBeGreaterThan(30);
  for (const { method, path, body } of bodies) {
    const call = calls.find((one) => one.method === method && one.path === path);
    const content = (call?.operation.requestBody as { content: Record<string, { schema: Schema }> }).content;
    const result = body?.safeParse(sample(content["application/json"]?.schema ?? true, "", schemas));
    expect(result?.success, `${method} ${path} ${result?.error ? z.prettifyError(result.error) : ""}`).toBe(true);
  }
});

it("B447: every example is one command that a shell can read", () => {
  for (const call of calls) {
    const example = writeExample(call, BASE, schemas);
    const { status, stderr } = spawnSync("sh", ["-n", "-c", example], { encoding: "utf8" });
    expect(status, `${example}\n${stderr}`).toBe(0);
    expect(example.includes("$SEGNO_TOKEN")).toBe(call.operation.security?.length !== 0);
  }
});

describe("fields of a shape", () => {
  it("are told with those within, their bounds and what may be left out", () => {
    const fields = listFields({
      type: "object",
      required: ["name", "versions"],
      properties: {
        name: { type: "string", minLength: 1, maxLength: 200 },
        versions: { type: "array", items: { $ref: "#/components/schemas/Version" } },
        ai: {
          anyOf: [{ type: "object", properties: { host: { type: "string" } }, required: ["host"] }, { type: "null" }],
        },
        list: { type: "array", items: { type: "object", properties: { id: { type: "string", format: "uuid" } } } },
      },
    });
    expect(fields.map(({ path, type, isRequired }) => [path, type, isRequired])).toEqual([
      ["name", "string", true],
      ["versions", "Version[]", true],
      ["ai", "object | null", false],
      ["ai.host", "string", true],
      ["list", "object[]", false],
      ["list[].id", "id", false],
    ]);
    expect(fields[0]?.note).toBe("1 to 200 characters");
    expect(fields[1]?.shape).toBe("Version");
  });

  it("of one of several shapes are those of all", () => {
    const schema: Schema = {
      anyOf: [
        { type: "object", properties: { kind: { const: "a" }, x: { type: "integer" } } },
        { type: "object", properties: { kind: { const: "b" } } },
      ],
    };
    expect(listFields(schema).map(({ path, type }) => [path, type])).toEqual([
      ["kind", '"a" | "b"'],
      ["x", "integer"],
    ]);
    expect(describeType({ enum: ["idea", "demo"] })).toBe('"idea" | "demo"');
  });
});
