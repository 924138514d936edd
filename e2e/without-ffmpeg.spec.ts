import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { startStack, visit } from "./stack";
import { createProject, expectMeasured, listen, openUploaded, upload } from "./studio";

/** A PATH on which everything lies but ffmpeg and ffprobe. */
async function makePathWithoutFfmpeg(folder: string): Promise<string> {
  const bin = path.join(folder, "bin");
  await mkdir(bin);
  for (const directory of (process.env.PATH ?? "").split(":").filter((name) => existsSync(name))) {
    for (const name of await readdir(directory)) {
      if (!/^ff(mpeg|probe)$/.test(name) && !existsSync(path.join(bin, name))) {
        await symlink(path.join(directory, name), path.join(bin, name)).catch(ignoreExisting);
      }
    }
  }
  return bin;
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

const isThere = process.env.PATH?.split(":").some((directory) => existsSync(path.join(directory, "ffmpeg"))) ?? false;

test.describe("on a host without ffmpeg", () => {
  let leave: () => Promise<void>;
  let folder: string;

  test.beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "segno-bare-"));
    leave = visit(await startStack({ env: { PATH: await makePathWithoutFfmpeg(folder) } }));
  });

  test.afterAll(async () => {
    await leave();
    await rm(folder, { recursive: true, force: true });
  });

  test("WAV is measured and heard, the page says what is missing, and M4A is refused with the cure", async ({
    page,
  }) => {
    test.skip(
      !isThere,
      "ffmpeg is not on this machine, so no M4A can be made: the other journeys run without it already",
    );
    await join(page, "Ruth");
    await createProject(page, "Bare host");
    const wav = synthesizeWav({ durationSec: 6 });
    await upload(page, [{ name: "Plain.wav", bytes: wav }], "Plain v1 is in Bare host");
    await openUploaded(page);
    await expectMeasured(page);
    await expect(page.getByText("Measured without ffmpeg.")).toBeVisible({ timeout: 30_000 });
    await listen(page);

    const file = path.join(folder, "needs.m4a");
    execFileSync("ffmpeg", ["-v", "error", "-i", "pipe:0", "-c:a", "aac", file], { input: wav });
    await upload(
      page,
      [{ name: "Needs.m4a", bytes: await readFile(file), mimeType: "audio/mp4" }],
      "Plain v2 is in Bare host",
    );
    await page.getByRole("radio", { name: "Version 2" }).click();
    await expect(
      page
        .getByRole("main")
        .getByRole("alert")
        .filter({ hasText: /ffmpeg/i }),
    ).toBeVisible({ timeout: 30_000 });
  });
});
