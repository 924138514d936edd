import { expect, it } from "vitest";
import { readForm, toAddress, toFileAddress, toQuery } from "./audit-query";

it("reads what the form sends, and leaves out what is no filter", () => {
  const actor = "01a22b80-66d0-758d-a880-5ba187e8f4b4";
  const form = readForm({ actor, act: "mail.stopped", from: "2026-11-30", until: "2026-11-30" });
  expect(toQuery(form)).toEqual({
    ...{ actorId: actor, act: "mail.stopped" },
    ...{ from: "2026-11-30T00:00:00.000Z", until: "2026-12-01T00:00:00.000Z" },
  });
  const odd = readForm({ actor: "me", act: ["a", "b"], from: "2026-02-99", until: "yesterday" });
  expect(toQuery(odd)).toEqual({});
  expect(toAddress(odd, null)).toBe("/operations/audit");
});

it("keeps the filter in the way to older ones and in the file", () => {
  const form = readForm({ act: "mail.stopped" });
  expect(toAddress(form, "abc")).toBe("/operations/audit?act=mail.stopped&cursor=abc");
  expect(toFileAddress(form, "csv")).toBe("/api/operations/audit/file?act=mail.stopped&format=csv");
});
