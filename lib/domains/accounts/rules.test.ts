import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseTimeZone, normalizeEmail } from "./rules";

describe("normalizeEmail", () => {
  it.each([
    ["Mara@Example.COM", "mara@example.com"],
    ["  mara@example.com ", "mara@example.com"],
    ["mara+segno@example.com", "mara+segno@example.com"],
    ["inês@example.com", "inês@example.com"],
    ["mara@Bücher.example", "mara@xn--bcher-kva.example"],
    ["o'hara@example.co.uk", "o'hara@example.co.uk"],
  ])("B27: %s is %s", (typed, wanted) => {
    expect(normalizeEmail(typed)).toBe(wanted);
  });

  it.each([
    ["a look-alike of @", "victim@example.com＠evil.example"],
    ["a look-alike alone", "victim＠example.com"],
    ["a small @", "victim﹫example.com"],
    ["two @", "a@b@example.com"],
    ["a line break", "mara@example.com\r\nBcc: all@example.com"],
    ["quotes", '"mara"@example.com'],
    ["a comma", "mara@example.com,jonas@example.com"],
    ["a full-width comma", "mara@example.com，jonas@example.com"],
    ["no dot in the domain", "mara@localhost"],
    ["an empty part", "@example.com"],
    ["dots in a row", "mara..l@example.com"],
    ["a zero-width sign", "ma\u200bra@example.com"],
    ["too long", `${"a".repeat(65)}@example.com`],
  ])("refuses %s", (_what, typed) => {
    expect(normalizeEmail(typed)).toBeNull();
  });

  it("gives one identity and keeps it", () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const email = normalizeEmail(address);
        if (email !== null)
          expect([normalizeEmail(email), normalizeEmail(address.toUpperCase())]).toEqual([email, email]);
      }),
    );
  });

  it("never gives an address out of anything whose compatibility form is another", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const email = normalizeEmail(`${text}@example.com`);
        if (email !== null) expect(email.normalize("NFKC").split("@")).toHaveLength(2);
      }),
    );
  });
});

describe("chooseTimeZone", () => {
  it("takes an IANA name and falls back to UTC", () => {
    expect(["Europe/Berlin", "Mars/Olympus", "", undefined].map(chooseTimeZone)).toEqual([
      "Europe/Berlin",
      "UTC",
      "UTC",
      "UTC",
    ]);
  });
});
