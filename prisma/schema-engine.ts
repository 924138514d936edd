import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import type { SchemaEngine } from "@prisma/schema-engine-wasm";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";
import { z } from "zod";
import type { SchemaFile } from "./migration-files";

export type { SchemaEngine };

const callable = z.custom<(...parts: unknown[]) => unknown>((value) => typeof value === "function");
const glueShape = z.object({ __wbg_set_wasm: callable });
const exportsShape = z.object({ __wbindgen_start: callable });
let isLoaded = false;

/** The engine looks for this global when it panics; without it the reason is lost. */
const panicRegistry = {
  set_message(reason: string): never {
    throw new Error(`Prisma's schema engine stopped: ${reason}`);
  },
};

/** Loads Prisma's own engine, which npm carries as WebAssembly: nothing is downloaded. Takes about 0.1 s, so only when needed. */
async function loadEngine(): Promise<void> {
  if (isLoaded) return;
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: panicRegistry });
  const entry = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(path.join(path.dirname(entry), "schema_engine_bg.wasm"));
  const { instance } = await WebAssembly.instantiate(bytes, { "./schema_engine_bg.js": { ...glue } });
  glueShape.parse({ ...glue }).__wbg_set_wasm(instance.exports);
  exportsShape.parse({ ...instance.exports }).__wbindgen_start();
  isLoaded = true;
}

/**
 * The adapter cuts a script at every semicolon, also inside a function's body or a quoted text, and sends the pieces over
 * several connections. Sent whole over one, PostgreSQL parses it, and all of it happens or nothing.
 */
function mendAdapter(adapter: SqlDriverAdapter): SqlDriverAdapter {
  adapter.executeScript = async (script) => {
    await adapter.executeRaw({ sql: script, args: [], argTypes: [] });
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const { Bytes, Character } = ColumnTypeEnum;
    return { ...result, columnTypes: result.columnTypes.map((type) => (type === Bytes ? Character : type)) };
  };
  return adapter;
}

/**
 * PostgreSQL's internal type "char" (OID 18) fills its catalogs; the adapter refuses it though the engine has a type for it.
 * It passes the adapter under the number of bytea, which no catalog answers with, and is given its own type behind it.
 */
const CHAR_OID = 18;
const BYTEA_OID = 17;

function isResultWithFields(result: unknown): result is { fields: { dataTypeID: number }[] } {
  return typeof result === "object" && result !== null && "fields" in result && Array.isArray(result.fields);
}

function passCharThrough(pool: pg.Pool): pg.Pool {
  const query = async (config: pg.QueryConfig): Promise<unknown> => {
    const result: unknown = await pool.query(config);
    const fields = isResultWithFields(result) ? result.fields : [];
    for (const field of fields) if (field.dataTypeID === CHAR_OID) field.dataTypeID = BYTEA_OID;
    return result;
  };
  return new Proxy(pool, {
    get(target, key) {
      if (key === "query") return query;
      const value: unknown = Reflect.get(target, key);
      return typeof value === "function" ? (value.bind(target) as unknown) : value;
    },
  });
}

function createAdapterFactory(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(passCharThrough(pool));
  const connect = async () => mendAdapter(await factory.connect());
  // A shadow database is asked for only on a scratch server, whose own database is as empty as any.
  return { provider: factory.provider, adapterName: factory.adapterName, connect, connectToShadowDb: connect };
}

/** Runs `work` with the engine on a database, and closes both. */
export async function withSchemaEngine<T>(
  databaseUrl: string,
  schema: SchemaFile[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await loadEngine();
  const datamodels = schema.map(({ path: name, content }): [string, string] => [name, content]);
  const pool = new pg.Pool({ connectionString: databaseUrl, application_name: "segno-migrate" });
  pool.on("error", () => undefined);
  try {
    const adapter = bindMigrationAwareSqlAdapterFactory(createAdapterFactory(pool));
    const engine = await glue.SchemaEngine.new({ datamodels }, () => undefined, adapter);
    return await work(engine);
  } finally {
    await pool.end();
  }
}
