import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { parseDocument } from "yaml";
import { z } from "zod";
import { parseConfig } from "@/lib/config/config";
import { VARIABLES } from "@/lib/config/variables";

const ROOT = path.resolve(import.meta.dirname, "..");
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

const values = z.record(z.string(), z.coerce.string());
const service = z.looseObject({
  image: z.string(),
  command: z.array(z.string()).optional(),
  environment: values.optional(),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  depends_on: z.record(z.string(), z.strictObject({ condition: z.string() })).default({}),
});
const composeShape = z.looseObject({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

/** @throws Error for a key that stands twice, or anything else that is not YAML. */
function parseYaml(text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true, merge: true, strict: true });
  const [fault] = [...document.errors, ...document.warnings];
  if (fault) throw fault;
  return document.toJS();
}

const compose = composeShape.parse(parseYaml(read("compose.yaml")));
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === "segno:local");

/** Lines of the file with their comments gone. */
const strip = (text: string) => text.replace(/^\s*#.*$/gm, "");
/** `${NAME:?why}` and `${NAME:-other}`. */
const findVariables = (text: string) => [...strip(text).matchAll(/\$\{(\w+)/g)].map(([, name]) => name ?? "");

/** The table under "Ports": by part, the ports inside and those that are published. */
const table = new Map(
  [...read("docs/DEPLOY.md").matchAll(/^\| ([\w, ]+?) +\| ([\d, ]+?) +\| ([\d.:, ]*?) +\|/gm)].map(
    ([, part = "", inside = "", published = ""]) => [part, { inside: inside.split(", "), published: published.trim() }],
  ),
);

describe("B125: compose.yaml", () => {
  it("is refused when a key stands twice, so that no mount and no variable overrides another in silence", () => {
    expect(() => parseYaml("a: 1\nb: 2\na: 3\n")).toThrow(/unique/);
    expect(() => parseYaml(read("compose.yaml").replace("  redis:\n", "  postgres:\n"))).toThrow(/unique/);
  });

  it("mounts nothing twice, publishes no port twice, and declares exactly the volumes that it uses", () => {
    const used = new Set<string>();
    const published = services.flatMap(([, { ports }]) => ports.map((port) => port.split(":").at(-2)));
    expect(new Set(published).size).toBe(published.length);
    for (const [name, { volumes }] of services) {
      const targets = volumes.map((volume) => volume.split(":")[1]);
      expect(new Set(targets).size, name).toBe(targets.length);
      for (const volume of volumes) {
        const [source = ""] = volume.split(":");
        if (source.startsWith("./")) expect(existsSync(path.join(ROOT, source)), source).toBe(true);
        else used.add(source);
      }
    }
    expect([...used].sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it("names only variables that there are, all that are needed, and asks for each in its example", () => {
    for (const [name, { environment = {} }] of ours) {
      expect(
        Object.keys(environment).filter((variable) => !(variable in VARIABLES)),
        name,
      ).toEqual([]);
    }
    const example = Object.keys(
      Object.fromEntries(
        [...strip(read("deploy/compose.env.example")).matchAll(/^(\w+)=/gm)].map(([, name]) => [name, 1]),
      ),
    );
    expect(example.sort()).toEqual([...new Set(findVariables(read("compose.yaml")))].sort());
  });

  it("gives each of our processes a configuration that it takes, and both the same storage, database and queue", () => {
    const filled: Record<string, string> = {
      ...{ APP_URL: "https://segno.example", S3_PUBLIC_ENDPOINT: "https://files.segno.example" },
      ...{
        ADMIN_EMAILS: "you@segno.example",
        MAIL_FROM: "Segno <hello@segno.example>",
        RESEND_API_KEY: "re_1234567890",
      },
      ...{ INNGEST_SIGNING_KEY: "ab".repeat(32) },
    };
    const fill = (text: string) =>
      text.replace(/\$\{(\w+)[^}]*\}/g, (_, name: string) => filled[name] ?? "0123456789abcdef".repeat(4));
    const configs = ours.map(([, { environment = {} }]) =>
      parseConfig(Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, fill(value)]))),
    );
    expect(configs.map(({ role }) => role).sort()).toEqual(["web", "worker"]);
    const [web, worker] = configs;
    expect({ ...web, role: "" }).toEqual({ ...worker, role: "" });
    expect(web?.app).toMatchObject({ host: "0.0.0.0", port: 3000 });
    expect(web?.workerUrl).toBe("http://worker:3000");
  });
});

describe("B126: ports", () => {
  it("are those of the table: nothing else is published, and nothing to the world", () => {
    expect(table.size).toBeGreaterThan(6);
    for (const [name, { ports }] of services) {
      const row = table.get(name);
      expect(row, name).toBeDefined();
      const published = ports.map((port) => port.split(":").slice(0, -1).join(":")).join(", ");
      expect(published, name).toBe(row?.published ?? "");
      for (const port of ports) expect(row?.inside, name).toContain(port.split(":").at(-1));
    }
  });

  it("that one service calls another by are those that it has inside, in every file", () => {
    const text = [read("compose.yaml"), read("deploy/garage.toml")].map(strip).join("\n");
    const calls = [...text.matchAll(/(?:https?|postgresql|redis):\/\/(?:[^@\s"/]+@)?(\w+):(\d+)/g)];
    expect(calls.length).toBeGreaterThan(5);
    for (const [whole, host = "", port = ""] of calls) {
      if (host === "127") continue;
      expect(Object.keys(compose.services), whole).toContain(host);
      expect(table.get(host)?.inside, whole).toContain(port);
    }
    const listens = [...text.matchAll(/bind_addr = "\[::\]:(\d+)"/g)].map(([, port]) => port);
    expect(listens).toEqual([...(table.get("storage, nodes")?.inside ?? []), ...(table.get("storage")?.inside ?? [])]);
  });

  it("that proxies hand on to are published on loopback", () => {
    const published = new Set([...table.values()].map((row) => row.published));
    for (const file of ["deploy/nginx.conf", "deploy/caddy/Caddyfile"]) {
      const targets = [...strip(read(file)).matchAll(/127\.0\.0\.1:\d+/g)].map(([address]) => address);
      expect(new Set(targets).size, file).toBe(2);
      for (const target of targets) expect(published, file).toContain(target);
    }
  });
});

describe("B449: what is deployed", () => {
  it("has health checks at addresses that are served", () => {
    const checked = [read("Dockerfile"), read("compose.yaml")]
      .flatMap((text) => [...text.matchAll(/127\.0\.0\.1:3000(\/api\/[\w/-]+)/g)])
      .map(([, address]) => address ?? "");
    expect(checked.length).toBeGreaterThan(0);
    for (const address of checked) expect(existsSync(path.join(ROOT, "app", address, "route.ts")), address).toBe(true);
    for (const [name, { depends_on }] of services)
      for (const [other, { condition }] of Object.entries(depends_on))
        if (condition === "service_healthy")
          expect(compose.services[other]?.healthcheck, `${name} → ${other}`).toBeDefined();
  });

  it("runs on the Node that the project asks for, as nobody of importance, with every image named exactly", () => {
    const docker = strip(read("Dockerfile"));
    const [, major, minor] = /^ARG NODE=(\d+)\.(\d+)\.\d+$/m.exec(docker) ?? [];
    const [, least = "", from = ""] = /"node": ">=(\d+)\.(\d+)"/.exec(read("package.json")) ?? [];
    expect(major).toBe(least);
    expect(Number(minor)).toBeGreaterThanOrEqual(Number(from));
    expect([...docker.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)).toEqual([
      "node:${NODE}-bookworm-slim",
      "node:${NODE}-bookworm-slim",
    ]);
    expect(docker.lastIndexOf("USER node")).toBeGreaterThan(docker.lastIndexOf("FROM "));
    expect(docker).not.toMatch(/SECRET|TOKEN|PASSWORD|_KEY/);
    for (const [name, { image }] of services) expect(image, name).toMatch(/^[\w./-]+:(v?\d|local)/);
  });

  it("leaves secrets and what is made anew out of the image", () => {
    const ignored = read(".dockerignore").split("\n");
    for (const wanted of [".env", ".env.*", "data", "node_modules", ".git", ".next"]) expect(ignored).toContain(wanted);
  });

  it("starts by a command that is there, and writes only where the service lets it", () => {
    const unit = strip(read("deploy/segno.service"));
    const lines = unit.split("\n").flatMap((line) => /^(\w+)=/.exec(line)?.[1] ?? []);
    const repeatable = new Set(["Environment"]);
    expect(lines.filter((line, index) => lines.indexOf(line) !== index && !repeatable.has(line))).toEqual([]);
    const [, command = ""] = /^ExecStart=\/usr\/bin\/node (\S+)$/m.exec(unit) ?? [];
    expect(existsSync(path.join(ROOT, command))).toBe(true);
    expect(read("Dockerfile")).toContain(`CMD ["node", "${command}"]`);
    const dataDir = /SEGNO_DATA_DIR=(\S+)/.exec(unit)?.[1];
    expect(dataDir).toBe(`/var/lib/${/^StateDirectory=(\w+)$/m.exec(unit)?.[1] ?? ""}`);
    const named = [...unit.matchAll(/\b(SEGNO_\w+)=/g)].map(([, name]) => name ?? "");
    expect(named.filter((name) => !(name in VARIABLES))).toEqual([]);
  });

  it("lets a part of a take through to the storage, and hands live events on as they come", () => {
    const [nginx, caddy] = [strip(read("deploy/nginx.conf")), strip(read("deploy/caddy/Caddyfile"))];
    const sizes = [/client_max_body_size (\d+)m/g, /max_size (\d+)MB/g].map((pattern, index) =>
      [...(index === 0 ? nginx : caddy).matchAll(pattern)].map(([, size]) => Number(size)),
    );
    for (const [app = 0, storage = 0] of sizes) {
      // Inngest's calls are the largest that the app takes (8 MiB), a part of a take (16 MiB) the storage's.
      expect(app).toBeGreaterThan(8);
      expect(storage).toBeGreaterThan(16);
    }
    expect(caddy.match(/flush_interval -1/g)).toHaveLength(2);
    expect(nginx).toMatch(/http2/);
    expect(nginx).not.toMatch(/proxy_buffering on/);
    expect((nginx.match(/\{/g) ?? []).length).toBe((nginx.match(/\}/g) ?? []).length);
  });

  it("tells browsers' rule in the same words everywhere", () => {
    const rule = z.object({ CORSRules: z.array(z.record(z.string(), z.unknown())) });
    const [asked = {}] = rule.parse(JSON.parse(read("deploy/storage-cors.json"))).CORSRules;
    const told = /```json\n(\[[\s\S]*?\])\n```/.exec(read("README.md"))?.[1] ?? "[]";
    const [readme = {}] = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(told));
    expect(asked).toEqual(readme);
  });

  it("names no file that is not there", () => {
    const text = read("docs/DEPLOY.md");
    const named = [...text.matchAll(/\bdeploy\/[\w./-]+\w/g)].map(([file]) => file);
    expect(named.length).toBeGreaterThan(4);
    for (const file of named) expect(existsSync(path.join(ROOT, file)), file).toBe(true);
    expect(readdirSync(path.join(ROOT, "deploy")).length).toBeGreaterThan(5);
  });
});
