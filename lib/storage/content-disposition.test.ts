import { describe, expect, it } from "vitest";
import { formatDisposition } from "./content-disposition";

describe("formatDisposition", () => {
  it("keeps names of any script in UTF-8, with an ASCII stand-in", () => {
    expect(formatDisposition("attachment", "Größe №3.wav")).toBe(
      "attachment; filename=\"Gr__e _3.wav\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%E2%84%963.wav",
    );
  });

  it("lets no name break out of its quotes or lines", () => {
    const header = formatDisposition("inline", "a\"; x=\r\nSet-Cookie: y\\(1)*%41'.wav");
    expect(header).not.toMatch(/[\r\n\\]/);
    expect(header.match(/"/g)).toHaveLength(2);
    expect(header.split("filename*=UTF-8''")[1]).not.toMatch(/['()*"]/);
  });

  it("takes half a surrogate pair", () => {
    expect(formatDisposition("inline", "a\ud83c.wav")).toContain("UTF-8''a%EF%BF%BD.wav");
  });
});
