import { expect, it } from "vitest";
import { mailOverviewSchema } from "@/lib/domains/operations/mail/schema";
import { describeLane, describeNotSent, describeSchedule, describeWeek, readLimit } from "./mail-words";

const lane = { lane: "bulk", used: 3, limit: 80, since: null, until: null } as const;

it("B343: says of every state of a lane what it means, and what waits", () => {
  const states = mailOverviewSchema.shape.lanes.element.shape.state.options;
  const words = states.map((state) => describeLane({ ...lane, state, waiting: 0 }));
  expect(new Set(words).size).toBe(states.length);
  expect(describeLane({ ...lane, state: "stopped", waiting: 1 })).toBe("Stopped. 1 waits.");
  expect(describeLane({ ...lane, state: "open", waiting: 1200 })).toBe("May go. 1,200 wait.");
});

it("B343: says why something was not sent, also for a reason it does not know", () => {
  expect(
    describeNotSent([
      { lane: "bulk", reason: "too_late", count: 1 },
      { lane: "transactional", reason: "not_of_today", count: 1500 },
    ]),
  ).toEqual(["1 digest too old before it could go", "1,500 account mails refused by the provider: not of today"]);
});

it("B343: says what the schedule found and dropped", () => {
  const rest = { lastTickAt: null, stoodStill: null };
  expect(describeSchedule({ ...rest, due: 1, turns: 0, dropped: 0 })).toBe(
    "In the last day 1 digest was due, 0 of them with news.",
  );
  expect(describeSchedule({ ...rest, due: 0, turns: 0, dropped: 2 })).toBe(
    "In the last day no digests were due, 0 of them with news. 2 looks came too late and were dropped.",
  );
});

it("B343: says which variable is missing when nothing is told of what was sent", () => {
  const week = { sent: 7, told: { delivered: 5, bounced: 1, complained: 0 }, notSent: [] };
  const overview = { week } as unknown as Parameters<typeof describeWeek>[0];
  expect(describeWeek({ ...overview, hasReports: true })).toBe(
    "7 sent in seven days: 5 delivered, 1 bounced, 0 marked as unwanted.",
  );
  expect(describeWeek({ ...overview, hasReports: false })).toContain("RESEND_WEBHOOK_SECRET");
});

it.each([
  ["", null],
  ["  ", null],
  ["500", 500],
  ["50,000", 50_000],
  ["1 000", 1_000],
  ["0", 0],
  ["10000000", 10_000_000],
  ["10000001", undefined],
  ["much", undefined],
  ["-1", undefined],
  [".", undefined],
])("B477: %j is %j mails a day", (typed, limit) => {
  expect(readLimit(typed)).toBe(limit);
});
