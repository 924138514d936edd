// Fills a fresh Segno with the demo band, through its public API and its mailbox alone: also a first proof that all of it works.
import { readConfig } from "@/lib/config/config";
import { callApi, DemoApiError, type DemoClient, joinDemo, signInDemo } from "./demo/api";
import { BAND, DEMO_PASSWORD, type DemoSong, type Member, PROJECT_NAME, SONGS } from "./demo/band";
import { synthesize } from "./demo/synthesize";
import { uploadSound, waitUntilMeasured } from "./demo/upload";

type Clients = Record<Member, DemoClient>;

const UNAUTHENTICATED = 401;

async function seedDemo(appUrl: string, mailboxUrl: string): Promise<void> {
  const person = (member: Member) => ({ ...BAND[member], password: DEMO_PASSWORD });
  if (await isThere(appUrl, person("theo"))) return;
  const [theo, mara, jonas] = [
    await joinDemo(appUrl, mailboxUrl, person("theo")),
    await joinDemo(appUrl, mailboxUrl, person("mara")),
    await joinDemo(appUrl, mailboxUrl, person("jonas")),
  ];
  const clients: Clients = { theo, mara, jonas };
  const project = await theo.call<{ id: string }>("POST", "/api/projects", { name: PROJECT_NAME });
  for (const member of ["mara", "jonas"] as const) {
    const body = { email: BAND[member].email, role: "editor" };
    await theo.call("POST", `/api/projects/${project.id}/shares`, body);
  }
  for (const song of SONGS) await addSong(clients, project.id, song);
  await theo.call("PATCH", "/api/account", { digestHour: 0 });
}

async function isThere(appUrl: string, person: { name: string; email: string; password: string }): Promise<boolean> {
  try {
    await signInDemo(appUrl, person);
    return true;
  } catch (error) {
    if (error instanceof DemoApiError && error.status === UNAUTHENTICATED) return false;
    throw error;
  }
}

async function addSong(clients: Clients, projectId: string, song: DemoSong): Promise<void> {
  const made = await clients.theo.call<{ id: string }>("POST", `/api/projects/${projectId}/songs`, { name: song.name });
  const path = `/api/projects/${projectId}/songs/${made.id}`;
  let versionId = "";
  for (const version of song.versions) {
    versionId = await uploadSound(clients[version.by], path, version.fileName, synthesize(version.sound));
    await waitUntilMeasured(clients.theo, path, versionId);
  }
  for (const { by, replies, isResolved, ...words } of song.comments) {
    const comment = await clients[by].call<{ id: string }>("POST", `${path}/comments`, { versionId, ...words });
    for (const reply of replies) {
      await clients[reply.by].call("POST", `${path}/comments/${comment.id}/replies`, { body: reply.body });
    }
    if (isResolved) await clients[by].call("POST", `${path}/comments/${comment.id}/resolve`, { isResolved: true });
  }
}

/** Asks the queue to plan digests now rather than at the next quarter of an hour. */
async function requestDigests(inngest: { baseUrl: string; eventKey: string }): Promise<void> {
  await callApi(inngest.baseUrl, "POST", `/e/${inngest.eventKey}`, [{ name: "digest/plan.requested", data: {} }]);
}

const config = readConfig();
await seedDemo(config.app.url, config.mail.baseUrl);
await requestDigests(config.inngest);
console.log(`The demo band is there: sign in as ${BAND.theo.email} with “${DEMO_PASSWORD}”.`);
