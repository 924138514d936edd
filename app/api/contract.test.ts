import { beforeAll, describe, expect, it } from "vitest";
import type { z } from "zod";
import { buildOpenApi, OPERATIONS } from "@/lib/http/openapi";
import { expectDocumented } from "@/lib/testing/answer-checks";
import { FOREIGN_CASES } from "@/lib/testing/api-cases";
import { loadRoutes, nameOperations, type RouteOnDisk } from "@/lib/testing/routes-on-disk";

// That every answer has the shape which the document names, the access matrix proves on each of its calls.

let routes: RouteOnDisk[];
const document = buildOpenApi("http://127.0.0.1:3000");
const text = JSON.stringify(document);

beforeAll(async () => {
  routes = await loadRoutes();
});

describe("the API's document", () => {
  it("has every method of every route on disk, and none beyond", () => {
    const foreign = new Set(FOREIGN_CASES.map((apiCase) => apiCase.operation));
    // A refused HEAD is no call that a client could want.
    const wanted = nameOperations(routes).filter((name) => !foreign.has(name) && !name.startsWith("HEAD "));
    const written = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
      Object.keys(item).map((method) => `${method.toUpperCase()} ${path.replaceAll("{", "[").replaceAll("}", "]")}`),
    );
    expect(written.sort()).toEqual(wanted);
    expect(written).toHaveLength(OPERATIONS.length);
  });

  it("is OpenAPI 3.1 whose references lead somewhere and whose operations have names of their own", () => {
    expect(document.openapi).toMatch(/^3\.1\./);
    const known = new Set(
      Object.keys(document.components?.schemas ?? {}).map((name) => `#/components/schemas/${name}`),
    );
    const used = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(used.length).toBeGreaterThan(50);
    expect(used.filter((reference) => !known.has(reference))).toEqual([]);
    const names = [...text.matchAll(/"operationId":"([^"]+)"/g)].map((match) => match[1]);
    expect(new Set(names).size).toBe(OPERATIONS.length);
    expect(names.filter((name) => !/^[a-z]+[A-Za-z]+$/.test(name ?? ""))).toEqual([]);
  });

  it("names the fields of what is sent, with their bounds", () => {
    const body = document.paths?.["/api/projects/{projectId}/songs/{songId}/uploads"]?.post?.requestBody;
    expect(body).toMatchObject({
      required: true,
      content: {
        "application/json": {
          schema: {
            additionalProperties: false,
            required: ["fileName", "sizeBytes", "idempotencyKey"],
            properties: { sizeBytes: { type: "integer", minimum: 1, maximum: 2 ** 31 } },
          },
        },
      },
    });
  });

  it("describes each failure as a problem", () => {
    const answers = Object.entries(document.paths?.["/api/projects/{projectId}"]?.patch?.responses ?? {});
    const problems = answers.filter(([, answer]) => JSON.stringify(answer).includes("application/problem+json"));
    expect(problems.map(([status]) => status)).toEqual(["400", "401", "403", "404", "413", "503"]);
  });
});

describe("the check of an answer", () => {
  const operation = OPERATIONS.find(({ path, method }) => path === "/api/projects/{projectId}" && method === "get");
  const answer = (json: z.core.util.JSONType, status = 200) => ({ status, headers: new Headers(), text: "", json });
  const project = {
    ...{ id: "0192f0c0-0000-7000-8000-000000000000", name: "Album", description: "", role: "owner", songCount: 0 },
    ...{ archivedSongCount: 0, isArchived: false, coverId: null },
    ...{ ai: { recipient: null, isOn: false, readsNotes: false }, handover: null },
    createdAt: "2026-03-02T09:00:00.000Z",
  };
  const check = (json: z.core.util.JSONType, status?: number) => () => {
    if (!operation) throw new Error("There is no such operation.");
    expectDocumented(operation, answer(json, status));
  };

  it("passes what is as described", () => {
    expect(check(project)).not.toThrow();
  });

  it("notices a missing field, one too many, one of another type and an unexpected status", () => {
    const { songCount: _, ...less } = project;
    expect(check(less)).toThrow();
    expect(check({ ...project, ownerId: "x" })).toThrow();
    expect(check({ ...project, songCount: "0" })).toThrow();
    expect(check(project, 418)).toThrow();
  });
});
