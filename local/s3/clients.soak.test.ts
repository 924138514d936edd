import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { HeadObjectCommand } from "@aws-sdk/client-s3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasClient, runClient } from "./testing/run-client";
import { bucket, credentials, mebibyte, startTestS3, type TestS3 } from "./testing/s3-fixture";

// Clients that others wrote, from Debian: what they take for S3 is what counts.
let s3: TestS3;
let home: string;
let take: string;
const bytes = randomBytes(23 * mebibyte + 11);
const digest = createHash("sha256").update(bytes).digest("hex");

beforeAll(async () => {
  s3 = await startTestS3();
  home = await mkdtemp(path.join(tmpdir(), "segno-clients-"));
  take = path.join(home, "take 1 ü.wav");
  await writeFile(take, bytes);
  await mkdir(path.join(home, "tree", "inner"), { recursive: true });
  for (const name of ["a", "b c", "inner/é"]) await writeFile(path.join(home, "tree", name), name);
});
afterAll(async () => {
  expect(s3.reports).toEqual([]);
  await s3.close();
  await rm(home, { recursive: true, force: true });
});

const digestOf = async (file: string) =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
const at = (name: string) => path.join(home, name);

describe.skipIf(!hasClient("aws"))("B146: awscli", () => {
  const aws = (...args: string[]) => runClient("aws", ["--endpoint-url", s3.url, ...args], home);

  it("uploads in parts, reads back whole and in ranges, lists, copies, signs and removes", async () => {
    await aws("s3", "cp", take, `s3://${bucket}/aws/take.wav`);
    await aws("s3", "cp", `s3://${bucket}/aws/take.wav`, at("aws-back"));
    expect(await digestOf(at("aws-back"))).toBe(digest);
    const { ETag } = await s3.client.send(new HeadObjectCommand({ Bucket: bucket, Key: "aws/take.wav" }));
    expect(ETag).toMatch(/-3"$/);
    const range = `bytes=${8 * mebibyte - 4}-${8 * mebibyte + 3}`;
    const get = ["s3api", "get-object", "--bucket", bucket, "--key", "aws/take.wav", "--range", range, at("range")];
    expect(JSON.parse(await aws(...get))).toMatchObject({ ContentLength: 8 });
    expect((await readFile(at("range"))).equals(bytes.subarray(8 * mebibyte - 4, 8 * mebibyte + 4))).toBe(true);
    const url = (await aws("s3", "presign", `s3://${bucket}/aws/take.wav`)).trim();
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBe(bytes.length);
    await aws("s3", "rm", `s3://${bucket}/aws/take.wav`);
    expect((await aws("s3api", "list-objects-v2", "--bucket", bucket, "--prefix", "aws/")).trim()).not.toContain(
      "take",
    );
  });

  it("syncs a tree both ways, and finds nothing to do the second time", async () => {
    await aws("s3", "sync", at("tree"), `s3://${bucket}/tree`);
    expect(await aws("s3", "sync", at("tree"), `s3://${bucket}/tree`)).toBe("");
    await aws("s3", "sync", `s3://${bucket}/tree`, at("tree-back"));
    expect(await readFile(at("tree-back/inner/é"), "utf8")).toBe("inner/é");
    await aws("s3", "rm", "--recursive", `s3://${bucket}/tree`);
  });

  it("has its checksums verified, and reads the lifecycle", async () => {
    const put = ["s3api", "put-object", "--bucket", bucket, "--key", "aws/sums", "--body", at("tree/a")];
    for (const algorithm of ["SHA256", "SHA1", "CRC32"]) {
      const answer: unknown = JSON.parse(await aws(...put, "--checksum-algorithm", algorithm));
      expect(answer).toHaveProperty(`Checksum${algorithm}`);
    }
    await expect(aws(...put, "--checksum-sha256", createHash("sha256").update("x").digest("base64"))).rejects.toThrow();
    expect(await aws("s3api", "get-bucket-lifecycle-configuration", "--bucket", bucket)).toContain('"Enabled"');
  });
});

describe.skipIf(!hasClient("s3cmd"))("B146: s3cmd", () => {
  const s3cmd = (...args: string[]) => {
    const host = new URL(s3.url).host;
    const keys = [`--access_key=${credentials.accessKeyId}`, `--secret_key=${credentials.secretAccessKey}`];
    const where = [`--host=${host}`, `--host-bucket=${host}`, "--region=us-east-1", "--no-ssl", "--no-progress"];
    return runClient("s3cmd", [...keys, ...where, ...args], home);
  };

  it("uploads in parts, reads back, lists and removes", async () => {
    await s3cmd("--multipart-chunk-size-mb=5", "put", take, `s3://${bucket}/s3cmd/take.wav`);
    await s3cmd("get", `s3://${bucket}/s3cmd/take.wav`, at("s3cmd-back"));
    expect(await digestOf(at("s3cmd-back"))).toBe(digest);
    expect(await s3cmd("ls", "--recursive", `s3://${bucket}/s3cmd/`)).toContain(String(bytes.length));
    await s3cmd("cp", `s3://${bucket}/s3cmd/take.wav`, `s3://${bucket}/s3cmd/copy.wav`);
    await s3cmd("sync", `${at("tree")}/`, `s3://${bucket}/s3cmd/tree/`);
    expect(await s3cmd("ls", "--recursive", `s3://${bucket}/s3cmd/tree/`)).toContain("inner/é");
    await s3cmd("del", "--recursive", "--force", `s3://${bucket}/s3cmd/`);
    expect(await s3cmd("ls", "--recursive", `s3://${bucket}/s3cmd/`)).toBe("");
  });
});

describe.skipIf(!hasClient("rclone"))("B146: rclone", () => {
  const remote = (name: string) => `:s3:${bucket}/rclone/${name}`;
  const rclone = (...args: string[]) => {
    const keys = ["--s3-env-auth", "--s3-region", "us-east-1", "--s3-provider", "Other", "--s3-endpoint", s3.url];
    return runClient("rclone", ["--config", "/dev/null", ...keys, ...args], home);
  };

  it("copies in parts, checks every file by its hash, reads from the middle, moves and purges", async () => {
    await rclone("--s3-upload-cutoff", "5M", "--s3-chunk-size", "5M", "copyto", take, remote("take.wav"));
    await rclone("copyto", remote("take.wav"), at("rclone-back"));
    expect(await digestOf(at("rclone-back"))).toBe(digest);
    await rclone("copy", at("tree"), remote("tree"));
    await rclone("check", "--one-way", at("tree"), remote("tree"));
    expect(await rclone("cat", "--offset", "2", remote("tree/inner/é"))).toBe("ner/é");
    await rclone("moveto", remote("take.wav"), remote("moved.wav"));
    expect((await rclone("lsf", "-R", remote(""))).split("\n").sort()).toEqual(
      ["", "moved.wav", "tree/", "tree/a", "tree/b c", "tree/inner/", "tree/inner/é"].sort(),
    );
    await rclone("purge", remote(""));
    expect(await rclone("lsf", "-R", `:s3:${bucket}`)).not.toContain("rclone/");
  });
});

const hasBoto = () => spawnSync("/usr/bin/python3", ["-c", "import boto3"]).status === 0;

describe.skipIf(!hasClient("python3-boto3", hasBoto))("B146: boto3", () => {
  it("puts, signs, transfers in parts with SHA-256, pages and removes", async () => {
    const script = path.join(import.meta.dirname, "testing/boto3-session.py");
    expect((await runClient("python3", [script, s3.url, bucket], home)).trim()).toBe("ok");
  });
});
