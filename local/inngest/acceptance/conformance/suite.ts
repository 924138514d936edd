import { type Inngest, type InngestFunction, NonRetriableError, RetryAfterError } from "inngest";

/** So much later the second of two branches ends: memos keep the order in which they came. */
const laterMs = 300;

/** Functions that use every operation once, and give the same course of operations on any server of the protocol. */
export function buildSuite(client: Inngest): InngestFunction.Any[] {
  const child = client.createFunction(
    { id: "child", retries: 0, triggers: [{ event: "c/child" }] },
    async ({ step }) => {
      return step.run("inside", () => ({ of: "child" }));
    },
  );
  const main = client.createFunction(
    { id: "main", retries: 3, triggers: [{ event: "c/main" }] },
    async ({ event, step, attempt }) => {
      const one = await step.run("one", () => ({ n: 1 }));
      const flaky = await step.run("flaky", () => {
        if (attempt === 0) throw new RetryAfterError("not yet", "1s");
        return "at last";
      });
      const caught = await step
        .run("hopeless", () => {
          throw new NonRetriableError("never");
        })
        .catch((error: unknown) => (error instanceof Error ? error.message : "?"));
      await step.sleep("nap", "1s");
      const right = () => new Promise((resolve) => setTimeout(() => resolve("r"), laterMs));
      const both = await Promise.all([step.run("left", () => "l"), step.run("right", right)]);
      const none = await step.waitForEvent("no answer", { event: "c/never", timeout: "1s" });
      const [answer] = await Promise.all([
        step.waitForEvent("answer", { event: "c/answer", timeout: "1m", match: "data.k" }),
        step.sendEvent("ask", { name: "c/answer", data: { k: (event.data as { k: string }).k } }),
      ]);
      const invoked: unknown = await step.invoke("call", { function: child, data: { from: "main" } });
      const answered = (answer as { data?: { k?: string } } | null)?.data?.k ?? null;
      return { one, flaky, caught, both, none, answered, invoked };
    },
  );
  const failing = client.createFunction(
    {
      ...{ id: "failing", retries: 0, triggers: [{ event: "c/failing" }] },
      onFailure: async ({ error, step }) => {
        await step.run("note", () => error.message);
      },
    },
    async ({ step }) => {
      await step.run("before", () => null);
      throw new Error("outside of a step");
    },
  );
  return [child, main, failing];
}

/** What starts each course, and the functions that must have ended by then. */
export const courses = [
  { event: { name: "c/main", data: { k: "v" } }, status: "Completed" },
  { event: { name: "c/failing", data: {} }, status: "Failed" },
];
