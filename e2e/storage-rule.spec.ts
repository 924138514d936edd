import { expect, join, test } from "./journey";
import { type OwnStorage, startOwnStorage } from "./own-storage";
import { synthesizeWav } from "./sound";
import { type RunningStack, startStack, visit } from "./stack";
import { chooseTakes, createProject, toast } from "./studio";

test.describe("a bucket whose CORS rule names another page", () => {
  test.use({ expectedFault: /blocked by CORS policy/ });
  let storage: OwnStorage;
  let stack: RunningStack;
  let leave: () => Promise<void>;

  test.beforeAll(async () => {
    test.setTimeout(420_000);
    storage = await startOwnStorage(["https://another.example"]);
    stack = await startStack({ env: storage.variables() });
    leave = visit(stack);
  });

  test.afterAll(async () => {
    await leave();
    await storage.close();
  });

  test("B262: is named with the rule that it needs; once that is there, the take arrives", async ({ page }) => {
    await join(page, "Cora");
    await createProject(page, "Rules");
    const refused: string[] = [];
    page.on("console", (message) => message.text().includes("CORS policy") && refused.push(message.text()));
    const dialog = await chooseTakes(page, [{ name: "Hum.wav", bytes: synthesizeWav({ durationSec: 1 }) }]);
    await dialog.getByRole("button", { name: "Upload 1 take" }).click();
    const alert = page.getByRole("region", { name: "Uploads" }).getByRole("alert");
    await expect(alert).toContainText("does not let this page in", { timeout: 30_000 });
    await expect(alert).toContainText(`CORS rule must allow ${stack.appUrl}`);
    // The browser itself refused, for this very reason.
    expect(refused.length).toBeGreaterThan(0);

    storage.allowedOrigins.push(stack.appUrl);
    await page.getByRole("region", { name: "Uploads" }).getByRole("button", { name: "Try again" }).click();
    await expect(toast(page, "Hum v1 is in Rules")).toBeVisible({ timeout: 30_000 });
  });
});
