import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestStack, type TestStack } from "@/lib/testing/services";
import { classifyRefusal } from "./outcome";
import { openMailProvider } from "./provider";

const certain = (isForAll: boolean) => ({ isUncertain: false, isForAll });
const uncertain = (isForAll: boolean) => ({ isUncertain: true, isForAll });

describe("classifyRefusal", () => {
  it.each([
    ["daily_quota_exceeded", 429, { kind: "quota", reason: "daily_quota_exceeded" }],
    ["monthly_quota_exceeded", 429, { kind: "quota", reason: "monthly_quota_exceeded" }],
    ["rate_limit_exceeded", 429, { kind: "retry", afterSec: 7, reason: "rate_limit_exceeded", ...certain(true) }],
    [
      "concurrent_idempotent_requests",
      409,
      { kind: "retry", afterSec: 10, reason: "concurrent_idempotent_requests", ...uncertain(false) },
    ],
    ["internal_server_error", 500, { kind: "retry", afterSec: 7, reason: "internal_server_error", ...uncertain(true) }],
    ["application_error", null, { kind: "retry", afterSec: 7, reason: "application_error", ...uncertain(false) }],
    ["invalid_api_key", 403, { kind: "retry", afterSec: 300, reason: "invalid_api_key", ...certain(true) }],
    ["missing_api_key", 401, { kind: "retry", afterSec: 300, reason: "missing_api_key", ...certain(true) }],
    ["invalid_idempotent_request", 409, { kind: "rejected", reason: "invalid_idempotent_request" }],
    ["validation_error", 422, { kind: "rejected", reason: "validation_error" }],
  ])("%s with %s", (name, statusCode, outcome) => {
    expect(classifyRefusal({ name, statusCode }, { "retry-after": "7" })).toEqual(outcome);
  });

  it("waits a minute when nobody says how long, and an hour at most", () => {
    const error = { name: "rate_limit_exceeded", statusCode: 429 };
    const waits: Record<string, string>[] = [
      {},
      { "retry-after": "soon" },
      { "ratelimit-reset": "3" },
      { "retry-after": "99999" },
    ];
    expect(waits.map((headers) => classifyRefusal(error, headers))).toMatchObject(
      [60, 60, 3, 3600].map((afterSec) => ({ afterSec })),
    );
  });
});

describe("the provider", () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startTestStack();
  });
  afterAll(() => stack.close());

  const mail = {
    ...{
      from: "Segno <hello@segno.test>",
      to: "mara@example.com",
      subject: "Hello",
      html: "<p>Hello</p>",
      text: "Hello",
    },
    headers: {},
  };

  it("takes the same mail once a key and refuses another under it", async () => {
    const first = await stack.services.mail.send({ ...mail, key: "a" });
    expect(first.kind).toBe("sent");
    expect(await stack.services.mail.send({ ...mail, key: "a" })).toEqual(first);
    const other = await stack.services.mail.send({ ...mail, key: "a", text: "Goodbye" });
    expect(other).toEqual({ kind: "rejected", reason: "invalid_idempotent_request" });
  });

  it("turns a wrong key and a silent server into another try", async () => {
    const wrong = openMailProvider({ apiKey: "re_wrong", baseUrl: stack.mailUrl });
    expect(await wrong.send({ ...mail, key: "b" })).toMatchObject({ kind: "retry", reason: "invalid_api_key" });
    const gone = openMailProvider({ apiKey: "re_test_key", baseUrl: "http://127.0.0.1:9" });
    expect(await gone.send({ ...mail, key: "c" })).toMatchObject({ kind: "retry" });
  });
});
