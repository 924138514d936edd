import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { createTestClock } from "@/lib/testing/clock";
import { runSql, withDatabase } from "@/lib/testing/database-template";
import { startTestQueue, type TestQueue } from "@/lib/testing/queue";
import { startTestStack } from "@/lib/testing/services";
import { startMail } from "@/local/mail/server";
import { startS3 } from "@/local/s3/server";
import { migrate } from "@/prisma/migrate";
import type { Check } from "./check";
import { checkEnvFile, findEnvFaults } from "./env-file";
import { checkFfmpeg } from "./ffmpeg";
import { checkMail } from "./mail";
import { checkDatabase } from "./outside";
import { checkOwnPorts } from "./ports";
import { checkQueue } from "./queue";
import { checkStorage } from "./storage";
import { checkVersions } from "./versions";

const HOST = "127.0.0.1";
/** Nobody listens there, and fetch does not refuse to ask, as it does with low ports. */
const NOWHERE = "http://127.0.0.1:47111";
let folder: string;
let queue: TestQueue;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "segno-doctor-"));
  const clock = createTestClock(new Date(Date.now() + 60_000));
  queue = await startTestQueue(clock, (env) => startTestStack({ clock, env }));
});
afterAll(async () => {
  await queue.close();
  await rm(folder, { recursive: true, force: true });
});

/** What was found wrong: each with a cure, or it would be of no use. */
function listFaults(checks: readonly Check[]): Record<string, string> {
  for (const check of checks) if (!check.isOk) expect(check.cure, check.name).toMatch(/\w{4}/);
  return Object.fromEntries(checks.filter(({ isOk }) => !isOk).map(({ name, detail }) => [name, detail]));
}

/** A server of somebody else's, answering what it is told. */
async function serveAnswer(listener: http.RequestListener): Promise<{ url: string; close: () => Promise<unknown> }> {
  const server = http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve));
  const url = `http://${HOST}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

describe("B442: .env", () => {
  it.each([
    ["A=1\nB=2\nA=3\n", /A is set in line 1 and again in line 3/],
    ["\uFEFFAPP_URL=http://x\n", /byte order mark/],
    ['S3_REGION="auto\nS3_BUCKET=segno\n', /S3_REGION in line 1 begins with a quote that is not closed/],
    ["MAIL_FROM=“Segno”\n", /typographic quote/],
    ["A=1\rB=2\rC=3", /lone carriage returns/],
  ])("names what is wrong with %j, and shows no value", (text, wanted) => {
    const faults = findEnvFaults(text);
    expect(faults).toHaveLength(1);
    expect(faults[0]?.detail).toMatch(wanted);
  });

  it("takes what is read as it is meant", async () => {
    expect(
      findEnvFaults("# A=1\r\nA='1'\r\n\r\nexport B=\"x y\"\r\nMAIL_FROM=Segno <hello@segno.example>\r\n"),
    ).toEqual([]);
    const file = path.join(folder, ".env");
    expect(await checkEnvFile(file)).toEqual([]);
    await writeFile(file, "A=1\nA=2\n");
    expect(listFaults(await checkEnvFile(file))).toHaveProperty([".env"]);
  });
});

describe("B443: this machine", () => {
  it("a port that another program holds", async () => {
    const other = await serveAnswer((_, response) => response.end());
    const port = Number(new URL(other.url).port);
    const needed = [{ part: "the storage", host: HOST, port, variable: "SEGNO_S3_PORT" }];
    expect(listFaults(await checkOwnPorts(needed, false))["ports"]).toContain(`Port ${port}`);
    expect(listFaults(await checkOwnPorts(needed, true))).toEqual({});
    await other.close();
    expect(listFaults(await checkOwnPorts(needed, false))).toEqual({});
  });

  it("a Node that is too old, and native code that does not load", () => {
    expect(listFaults(checkVersions())).toEqual({});
    expect(listFaults(checkVersions("20.18.3", ["there-is-no-such-package"]))).toEqual({
      node: "Segno needs Node 20.19 or newer; this is 20.18.3.",
      "native code": "there-is-no-such-package can't be loaded by Node on this machine",
    });
  });

  /** A program in FFmpeg's place. */
  async function writeFfmpeg(version: string, encoders: string[]): Promise<string> {
    const file = path.join(folder, `ffmpeg-${version}-${encoders.length}`);
    const listed = encoders.map((name) => ` A....D ${name}   of some kind`).join("\n");
    const script = `#!/bin/sh\nif [ "$1" = -version ]; then echo "ffmpeg version ${version} Copyright"; else cat <<'X'\n${listed}\nX\nfi\n`;
    await writeFile(file, script);
    await chmod(file, 0o755);
    return file;
  }

  it("an FFmpeg that is too old or can't make the previews that are asked for", async () => {
    const all = ["aac", "libopus", "libmp3lame"];
    expect(listFaults(await checkFfmpeg("opus", await writeFfmpeg("5.1.6-0+deb12u1", all)))).toEqual({});
    expect(listFaults(await checkFfmpeg("opus", await writeFfmpeg("n7.1", all)))).toEqual({});
    const old = await writeFfmpeg("4.4.2", ["aac", "libopusenc"]);
    expect(listFaults(await checkFfmpeg("opus", old))).toEqual({
      ffmpeg: "4.4.2 is older than 5.1",
      "ffmpeg encoders": "libopus is missing, which PREVIEW_FORMAT=opus needs",
    });
    const none = await checkFfmpeg("aac", path.join(folder, "nowhere"));
    expect(none).toMatchObject([{ isOk: true, detail: expect.stringContaining("not found") as string }]);
  });
});

describe("B444: the storage", () => {
  const keys = { accessKeyId: "segnotest", secretAccessKey: "segnotestsecret", region: "auto", bucket: "segno" };

  it("a round trip by these keys, the browsers' question, and the clocks", async () => {
    const { config } = queue.stack;
    expect(listFaults(await checkStorage(config))).toEqual({});
    const s3 = (changes: Partial<typeof config.s3>) => checkStorage({ ...config, s3: { ...config.s3, ...changes } });
    expect(listFaults(await s3({ bucket: "other" }))["storage round trip"]).toContain("NoSuchBucket");
    expect(listFaults(await s3({ secretAccessKey: "wrong" }))["storage round trip"]).toContain("SignatureDoesNotMatch");
    expect(listFaults(await s3({ accessKeyId: "wrong" }))["storage round trip"]).toContain("InvalidAccessKeyId");
    expect(listFaults(await s3({ region: "elsewhere" }))["storage round trip"]).toContain(
      "AuthorizationHeaderMalformed",
    );
    const away = { endpoint: NOWHERE, publicEndpoint: NOWHERE };
    expect(listFaults(await s3(away))["storage round trip"]).toContain("ECONNREFUSED");
    expect((await queue.stack.services.storage.list("health/", null)).objects).toEqual([]);
  });

  it("a bucket that does not let this address upload", async () => {
    const options = { folder: path.join(folder, "s3"), host: HOST, port: 0, ...keys };
    const other = await startS3({ ...options, allowedOrigins: ["https://elsewhere.example"] });
    const s3 = { ...keys, endpoint: other.url, publicEndpoint: other.url };
    const faults = listFaults(await checkStorage({ app: queue.stack.config.app, s3 }));
    expect(faults).toEqual({
      "storage from browsers": expect.stringContaining("access-control-allow-origin") as string,
    });
    await other.close();
  });

  it("a clock that differs, and bytes that come back as others", async () => {
    const fake = await serveAnswer((request, response) => {
      response.setHeader("date", new Date(Date.now() - 10 * 60_000).toUTCString());
      request.resume().on("end", () => response.end("not these"));
    });
    const s3 = { ...keys, endpoint: fake.url, publicEndpoint: fake.url };
    const faults = listFaults(await checkStorage({ app: queue.stack.config.app, s3 }));
    expect(faults["clock"]).toMatch(/differ by (59\d|60\d) s/);
    expect(faults["storage round trip"]).toContain("comes back as");
    await fake.close();
  });
});

describe("the database", () => {
  let url: string;
  beforeAll(async () => {
    await runSql(inject("postgresUrl"), "CREATE DATABASE segno_doctor");
    url = withDatabase(inject("postgresUrl"), "segno_doctor");
    await migrate(url);
  });
  afterAll(() => runSql(inject("postgresUrl"), "DROP DATABASE segno_doctor WITH (FORCE)"));
  const ask = async (sql: string) => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    await client.query(sql);
    await client.end();
  };
  const check = async () => listFaults(await checkDatabase(url));

  it("B127: every index that the migrations make is there and valid, or is named", async () => {
    expect(await check()).toEqual({});
    await ask('DROP INDEX "outbox_sent_at_next_attempt_at_idx"');
    expect((await check())["indexes"]).toBe("outbox_sent_at_next_attempt_at_idx is missing");
    await ask('CREATE INDEX "outbox_sent_at_next_attempt_at_idx" ON outbox (sent_at, next_attempt_at)');
    await ask("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'upload_song_id_idx'::regclass");
    expect((await check())["indexes"]).toBe("upload_song_id_idx is not valid");
    await ask("UPDATE pg_index SET indisvalid = true WHERE indexrelid = 'upload_song_id_idx'::regclass");
    expect(await check()).toEqual({});
  });

  it("B445: an event that nobody takes, a pending migration, and a database that is away", async () => {
    await ask(`INSERT INTO outbox (id, name, data, next_attempt_at, created_at)
      VALUES (gen_random_uuid(), 'version/uploaded', '{}', now(), now() - interval '2 minutes')`);
    expect((await check())["events"]).toMatch(/1 version\/uploaded for 12\d s/);
    await ask("DELETE FROM outbox");
    await ask("DELETE FROM _prisma_migrations WHERE migration_name = '20261130044022_exports'");
    expect((await check())["migrations"]).toContain("20261130044022_exports");
    expect(listFaults(await checkDatabase("postgresql://a:b@127.0.0.1:9/none"))["database"]).toContain("ECONNREFUSED");
  });
});

describe("B445: the queue", () => {
  it("knows exactly the functions that the app has, or is said which it does not", async () => {
    const { config } = queue.stack;
    const serveUrl = queue.server().stats().apps[0]?.url ?? "";
    const check = (inngest = config.inngest, url = serveUrl) => checkQueue({ inngest, serveUrl: url });
    expect(listFaults(await check())).toEqual({});
    const key = { ...config.inngest, signingKey: `signkey-prod-${"ef".repeat(32)}` };
    expect(listFaults(await check(key))["functions of the app"]).toContain("answers 401");
    expect(listFaults(await check(config.inngest, NOWHERE))["functions of the app"]).toContain("ECONNREFUSED");
    const away = { ...config.inngest, baseUrl: NOWHERE };
    expect(listFaults(await check(away))["functions at the queue"]).toContain("ECONNREFUSED");

    const answers = [
      { status: 404, body: {}, wanted: /does not know the app/ },
      { status: 200, body: [{ slug: "segno-analyze-version" }], wanted: /does not know .*segno-make-export/ },
      { status: 401, body: {}, wanted: /answers 401/ },
    ];
    for (const { status, body, wanted } of answers) {
      const other = await serveAnswer((_, response) => response.writeHead(status).end(JSON.stringify(body)));
      const faults = listFaults(await check({ ...config.inngest, baseUrl: other.url }));
      expect(faults["functions at the queue"]).toMatch(wanted);
      await other.close();
    }
  });
});

describe("B446: mail", () => {
  it("a key that is refused, a domain that is not verified; no mail is sent", async () => {
    const mail = await startMail({
      ...{ folder: path.join(folder, "mail"), host: HOST, port: 0, apiKey: "re_right_key" },
      domains: ["segno.example"],
    });
    const config = { ...queue.stack.config.mail, baseUrl: mail.url, apiKey: "re_right_key" };
    const good = { ...config, from: "Segno <hello@segno.example>", fromDigest: "digest@segno.example" };
    expect(listFaults(await checkMail(good, false))).toEqual({});
    expect(listFaults(await checkMail({ ...good, apiKey: "re_wrong" }, false))["mail key"]).toContain("is refused");
    expect(listFaults(await checkMail({ ...good, fromDigest: "Digest <d@other.example>" }, false))["mail domain"]).toBe(
      "other.example is not among the account's domains, so mails from there are refused",
    );
    expect(listFaults(await checkMail({ ...good, baseUrl: NOWHERE }, false))["mail key"]).toContain("ECONNREFUSED");
    const pending = await serveAnswer((_, response) =>
      response.end(JSON.stringify({ data: [{ name: "segno.example", status: "pending" }] })),
    );
    expect(listFaults(await checkMail({ ...good, baseUrl: pending.url }, false))["mail domain"]).toContain(
      "is pending",
    );
    await Promise.all([pending.close(), mail.close()]);
  });
});
