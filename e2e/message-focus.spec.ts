import { expect, join, test } from "./journey";
import { synthesizeWav } from "./sound";
import { createProject, toast, upload } from "./studio";

test("a message that was touched does not take the focus back from the field one writes in", async ({ page }) => {
  await join(page, "Mara");
  await createProject(page, "Nightferry");
  const take = { name: "Slow Dynamo.wav", bytes: synthesizeWav({ durationSec: 6 }) };
  await upload(page, [take], "Slow Dynamo v1 is in Nightferry");
  const action = page.getByRole("region", { name: /^Messages/ }).getByRole("button", { name: "Listen" });
  const newProject = page.getByRole("complementary").getByRole("button", { name: "New project" });
  const home = page.getByRole("navigation").getByRole("link", { name: "Home" });

  // Away from the message again, by hand: where one went is where one is.
  await newProject.focus();
  await action.focus();
  await home.evaluate((link) => link.focus());
  await expect(home).toBeFocused();

  // Pressed by keyboard: the message goes, and the focus returns to where it was, not to nowhere.
  await newProject.focus();
  await action.press("Enter");
  await expect(toast(page, "Slow Dynamo v1 is in Nightferry")).toBeHidden();
  await expect(newProject).toBeFocused();
  await expect(page.getByRole("textbox", { name: "Comment" })).toBeVisible();
});
