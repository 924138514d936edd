import { createHash } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3 } from "@/local/s3/server";
import type { StandIn } from "@/local/stand-in";
import { openStorage, type Storage } from "./storage";

const keys = { accessKeyId: "segnotest", secretAccessKey: "segnotestsecret", region: "auto", bucket: "segno" };
let folder: string;
let server: StandIn;
let storage: Storage;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-storage-"));
  const options = { folder: path.join(folder, "s3"), host: "127.0.0.1", port: 0, allowedOrigins: [] };
  server = await startS3({ ...options, ...keys });
  storage = openStorage({ ...keys, endpoint: server.url, publicEndpoint: server.url });
});
afterAll(async () => {
  storage.close();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const bytes = (text: string) => new TextEncoder().encode(text);

describe("objects", () => {
  it("are put, seen, read in part and whole, and removed twice", async () => {
    await storage.put("a/b", bytes("0123456789"), "text/plain");
    expect(await storage.head("a/b")).toMatchObject({ sizeBytes: 10 });
    expect(Buffer.from((await storage.readRange("a/b", 2, 4)) ?? []).toString()).toBe("234");
    expect((await storage.readRange("a/b", 0, 4095))?.length).toBe(10);
    expect(Buffer.from((await storage.readAll("a/b")) ?? []).toString()).toBe("0123456789");
    expect(await (await fetch(await storage.signRead("a/b", 60))).text()).toBe("0123456789");
    await storage.delete("a/b");
    await storage.delete("a/b");
    expect(await storage.head("a/b")).toBeNull();
    expect(await storage.readAll("a/b")).toBeNull();
    expect((await fetch(await storage.signRead("a/b", 60))).status).toBe(404);
  });

  it("are fetched by a browser under their own name and type", async () => {
    await storage.put("c", bytes("sound"), "application/octet-stream");
    const download = { key: "c", fileName: "Ö.wav", contentType: "audio/wav", expiresSec: 60 };
    const answer = await fetch(await storage.signGet({ ...download, disposition: "attachment" }));
    expect(answer.headers.get("content-type")).toBe("audio/wav");
    expect(answer.headers.get("content-disposition")).toContain("filename*=UTF-8''%C3%96.wav");
  });
});

describe("multipart uploads", () => {
  it("list every part, beyond one page", async () => {
    const storageId = await storage.createMultipart("many", "application/octet-stream");
    const numbers = Array.from({ length: 1_050 }, (_, i) => i + 1);
    for (let i = 0; i < numbers.length; i += 50) {
      await Promise.all(
        numbers.slice(i, i + 50).map(async (number) => {
          const part = { key: "many", storageId, number, sizeBytes: 1, expiresSec: 60 };
          const { url } = await storage.signPart(part);
          expect((await fetch(url, { method: "PUT", body: "x" })).status).toBe(200);
        }),
      );
    }
    const parts = await storage.listParts("many", storageId);
    expect(parts?.map((part) => part.number)).toEqual(numbers);
    expect(await storage.listMultiparts("man")).toMatchObject([{ key: "many", storageId }]);
    await storage.abortMultipart("many", storageId);
    await storage.abortMultipart("many", storageId);
    expect(await storage.listParts("many", storageId)).toBeNull();
    expect(await storage.completeMultipart("many", storageId, parts ?? [])).toBe("missing");
  });

  it("check a part against its hash, and refuse to join what does not fit", async () => {
    const storageId = await storage.createMultipart("hashed", "application/octet-stream", true);
    const sha256 = createHash("sha256").update("right").digest("base64");
    const part = { key: "hashed", storageId, number: 1, sizeBytes: 5, sha256, expiresSec: 60 };
    const { url, headers } = await storage.signPart(part);
    expect((await fetch(url, { method: "PUT", headers, body: "wrong" })).status).toBe(400);
    expect((await fetch(url, { method: "PUT", body: "right" })).status).toBe(403);
    expect((await fetch(url, { method: "PUT", headers, body: "right" })).status).toBe(200);
    const made = { number: 1, sizeBytes: 5, sha256: null, etag: '"00000000000000000000000000000000"' };
    expect(await storage.completeMultipart("hashed", storageId, [made])).toBe("refused");
    const parts = (await storage.listParts("hashed", storageId)) ?? [];
    expect(parts).toMatchObject([{ number: 1, sha256 }]);
    expect(await storage.completeMultipart("hashed", storageId, parts)).toBe("completed");
    expect(await storage.head("hashed")).toMatchObject({ sizeBytes: 5 });
  });
});

describe("failures", () => {
  it("say whether storage is away or refuses our keys", async () => {
    const wrong = openStorage({ ...keys, secretAccessKey: "no", endpoint: server.url, publicEndpoint: server.url });
    await expect(wrong.put("x", bytes("x"), "text/plain")).rejects.toMatchObject({ reason: "storage_refused" });
    wrong.close();
    const away = "http://127.0.0.1:9";
    const gone = openStorage({ ...keys, endpoint: away, publicEndpoint: away });
    await expect(gone.head("x")).rejects.toMatchObject({ code: "unavailable", reason: "storage_unreachable" });
    gone.close();
  });
});
