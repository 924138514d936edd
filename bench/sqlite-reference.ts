import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** The same events in the same order, each an insert of its own that is synced: what WAL with synchronous=FULL promises. */
const PROGRAM = `
import sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute("pragma journal_mode=wal")
db.execute("pragma synchronous=full")
db.execute("create table event (seq integer primary key, id text unique not null, type text, time text, data text)")
print(sqlite3.sqlite_version, flush=True)
for line in sys.stdin:
    command, count, first, data = line.rstrip("\\n").split("\\t")
    ids = ["evt-%020d" % (int(first) + n) for n in range(int(count))]
    start = time.perf_counter()
    if command == "append":
        for id in ids:
            db.execute("insert into event (id, type, time, data) values (?, 'noted', '2026-01-01T00:00:00.000Z', ?)", (id, data))
    else:
        for id in ids:
            db.execute("select seq, id, type, time, data from event where id = ?", (id,)).fetchone()
    print(time.perf_counter() - start, flush=True)
`;

/** SQLite of the system's Python in a process of its own, which measures itself: no crossing of processes is counted. */
export class SqliteReference {
  readonly #lines: AsyncIterator<string>;

  private constructor(private readonly child: ChildProcessByStdio<Writable, Readable, null>) {
    this.#lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns undefined, said on stderr, where there is no python3 with SQLite. */
  static async start(file: string): Promise<SqliteReference | undefined> {
    const child = spawn("python3", ["-c", PROGRAM, file], { stdio: ["pipe", "pipe", "inherit"] });
    child.on("error", () => console.error("No python3 here: the rows beside SQLite have no reference."));
    const reference = new SqliteReference(child);
    return (await reference.#readLine()) === "" ? undefined : reference;
  }

  /** @returns seconds for `count` inserts, each durable before the next. */
  append(count: number, firstId: number, data: string): Promise<number> {
    return this.#ask(`append\t${count}\t${firstId}\t${data}`);
  }

  /** @returns seconds for `count` reads by id. */
  read(count: number, firstId: number): Promise<number> {
    return this.#ask(`read\t${count}\t${firstId}\t`);
  }

  async stop(): Promise<void> {
    this.child.stdin.end();
    if (this.child.exitCode === null) await once(this.child, "exit");
  }

  async #ask(line: string): Promise<number> {
    this.child.stdin.write(`${line}\n`);
    return Number(await this.#readLine());
  }

  async #readLine(): Promise<string> {
    const step = await this.#lines.next();
    return step.done === true ? "" : step.value;
  }
}
