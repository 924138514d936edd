import { describe, expect, it } from "vitest";
import { givenRoleSchema, inviteSchema } from "@/lib/domains/shares/schema";
import { describeAccepted, describeMail, GIVEN_ROLES } from "./share-words";

describe("the words of sharing", () => {
  it("B29: says of every state of an invite's mail what it means", () => {
    const words = inviteSchema.shape.mail.options.map((mail) => describeMail(mail).words);
    expect(new Set(words).size).toBe(words.length);
    expect(describeMail("deferred").words).toContain("the link works now");
  });

  it("B29: calls only a mail that will not arrive trouble", () => {
    const trouble = inviteSchema.shape.mail.options.filter((mail) => describeMail(mail).isTrouble);
    expect(trouble).toEqual(["bounced", "complained", "failed", "expired"]);
  });

  it("B297: says who used an invite", () => {
    expect(describeAccepted({ acceptedBy: { id: "i", name: "Inês" } })).toBe("accepted by Inês");
    expect(describeAccepted({ acceptedBy: null })).toContain("gone");
  });

  it("offers every role that may be given, and no other", () => {
    expect(GIVEN_ROLES.map((role) => role.value)).toEqual(givenRoleSchema.options);
  });
});
