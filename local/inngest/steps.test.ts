import type { Context, FailureEventArgs, Inngest } from "inngest";
import { NonRetriableError, RetryAfterError } from "inngest";
import { afterEach, describe, expect, it } from "vitest";
import { type Harness, startHarness } from "./harness";
import { waitUntil } from "./test-app";

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

/** Moves the clock over every backoff until the run has ended. */
async function finishWithRetries({ server, clock, readRuns }: Harness, eventId: string) {
  for (let round = 0; round < 40; round++) {
    await server.settled();
    const [run] = await readRuns(eventId);
    if (run !== undefined && run.status !== "Running" && run.status !== "Queued") return run;
    clock.move(3 * 60_000);
    await server.tick();
  }
  throw new Error("The run did not end.");
}

describe.each([true, false])("checkpointing %s", (hasCheckpointing) => {
  const options = { hasCheckpointing };

  it("runs steps, retries, parallel steps, sleeps, waits, invocations and sends, each memoised once", async () => {
    const counts: Record<string, number> = {};
    const count = (key: string) => (counts[key] = (counts[key] ?? 0) + 1);
    harness = await startHarness((client: Inngest) => {
      const child = client.createFunction({ id: "child", triggers: [{ event: "t/child" }] }, async ({ event, step }) =>
        step.run("c", () => {
          count("child");
          return { got: event.data };
        }),
      );
      const main = client.createFunction(
        { id: "main", triggers: [{ event: "t/main" }], retries: 3 },
        async ({ step }) => {
          const one = await step.run("one", () => {
            count("one");
            return { n: 1 };
          });
          const flaky = await step.run("flaky", () => {
            if (count("flaky") < 3) throw new Error("flaky");
            return 2;
          });
          await step.sleep("nap", "100ms");
          const pair = await Promise.all([
            step.run("a", () => count("a") && "A"),
            step.run("b", () => count("b") && "B"),
          ]);
          const [met] = await Promise.all([
            step.waitForEvent("wait", { event: "t/go", timeout: "5m", match: "data.id" }),
            step.sendEvent("go", [
              { name: "t/go", data: { id: 7 } },
              { name: "t/go", data: { id: 42 } },
            ]),
          ]);
          const none = await step.waitForEvent("wait-2", { event: "t/never", timeout: "1s" });
          const invoked = await step.invoke("invoke", { function: child, data: { y: 2 } });
          const last = await step.run("last", () => count("last") && one.n + flaky);
          return { pair, met: met?.data, none, invoked, last };
        },
      );
      return [main, child];
    }, options);
    const eventId = await harness.send("t/main", { id: 42 });
    const run = await finishWithRetries(harness, eventId);
    expect(run.output).toEqual({
      pair: ["A", "B"],
      met: { id: 42 },
      none: null,
      invoked: { got: { y: 2 } },
      last: 3,
    });
    expect(counts).toEqual({ one: 1, flaky: 3, a: 1, b: 1, child: 1, last: 1 });
  });

  it("tells onFailure once, keeps to the attempts, and starts anew after each success", async () => {
    const attempts: number[] = [];
    const failures: unknown[] = [];
    harness = await startHarness(
      (client) => [
        client.createFunction(
          {
            id: "bad",
            triggers: [{ event: "t/bad" }],
            retries: 1,
            onFailure: async ({ event, error, step }: FailureEventArgs & Context.Any) => {
              await step.run("note", () => void failures.push([event.data.function_id, error.message]));
            },
          },
          async ({ step, attempt }) => {
            await step.run("first", () => {
              attempts.push(attempt);
              if (attempt === 0) throw new Error("once");
            });
            await step.run("second", () => {
              attempts.push(attempt);
              throw new Error("boom");
            });
          },
        ),
      ],
      options,
    );
    const run = await finishWithRetries(harness, await harness.send("t/bad"));
    expect(run.status).toBe("Failed");
    await harness.server.settled();
    await waitUntil(() => failures.length > 0);
    expect(attempts).toEqual([0, 1, 0, 1]);
    expect(failures).toEqual([["app-bad", "boom"]]);
  });

  it("does not retry a NonRetriableError, lets code catch it, and honours RetryAfterError", async () => {
    const calls = { never: 0, later: 0 };
    harness = await startHarness(
      (client) => [
        client.createFunction({ id: "never", triggers: [{ event: "t/never" }], retries: 5 }, async ({ step }) => {
          try {
            await step.run("x", () => {
              calls.never += 1;
              throw new NonRetriableError("no way");
            });
            return "not thrown";
          } catch (error) {
            return error instanceof Error ? error.message : "not an error";
          }
        }),
        client.createFunction({ id: "later", triggers: [{ event: "t/later" }], retries: 2 }, async ({ step }) =>
          step.run("x", () => {
            calls.later += 1;
            if (calls.later === 1) throw new RetryAfterError("later", "90s");
            return "ok";
          }),
        ),
      ],
      options,
    );
    const { server, clock, send, finish, readRuns } = harness;
    expect(await finish(await send("t/never"))).toMatchObject({ status: "Completed", output: "no way" });
    expect(calls.never).toBe(1);
    const later = await send("t/later");
    await waitUntil(() => calls.later === 1);
    await server.settled();
    clock.move(80_000);
    await server.tick();
    await server.settled();
    expect((await readRuns(later))[0]?.status).toBe("Running");
    clock.move(11_000);
    await server.tick();
    expect(await finish(later)).toMatchObject({ status: "Completed", output: "ok" });
  });

  it("keeps memos when the body throws, and makes five attempts when retries is not set", async () => {
    const counts = { step: 0, body: 0 };
    harness = await startHarness(
      (client) => [
        client.createFunction({ id: "top", triggers: [{ event: "t/top" }] }, async ({ step }) => {
          await step.run("x", () => void (counts.step += 1));
          counts.body += 1;
          throw new Error("body");
        }),
      ],
      options,
    );
    const run = await finishWithRetries(harness, await harness.send("t/top"));
    expect(run.status).toBe("Failed");
    expect(counts).toEqual({ step: 1, body: 5 });
  });

  it("takes the next step after the winner of a race, while the other branch still sleeps", async () => {
    const seen: string[] = [];
    harness = await startHarness(
      (client) => [
        client.createFunction({ id: "race", triggers: [{ event: "t/race" }] }, async ({ step, group }) => {
          const winner = await group.parallel({ mode: "race" }, () =>
            Promise.race([
              step.run("fast", () => "fast").then((won: string) => step.run("then", () => `${won}, then more`)),
              step.sleep("slow", "1d").then(() => "slow"),
            ]),
          );
          await Promise.all([step.run("x", () => seen.push(winner)), step.run("y", () => seen.push(winner))]);
          return step.run("after", () => seen.push("after"));
        }),
      ],
      options,
    );
    await harness.send("t/race");
    await waitUntil(() => seen.length === 3);
    expect(seen).toEqual(["fast, then more", "fast, then more", "after"]);
  });

  it("asks once more after a group of 20 parallel steps, and takes nested groups", async () => {
    const seen: string[] = [];
    harness = await startHarness(
      (client) => [
        client.createFunction({ id: "fan", triggers: [{ event: "t/fan" }] }, async ({ step }) => {
          const names = Array.from({ length: 20 }, (_, index) => `f${index}`);
          await Promise.all(names.map((name) => step.run(name, () => void seen.push(name))));
          await step.run("between", () => void seen.push("between"));
          await Promise.all([step.run("y", () => void seen.push("y")), step.sleep("z", "10ms")]);
          return seen.length;
        }),
      ],
      options,
    );
    expect(await harness.finish(await harness.send("t/fan"))).toMatchObject({ status: "Completed", output: 22 });
    expect(new Set(seen).size).toBe(22);
  });
});
