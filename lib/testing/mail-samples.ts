import {
  writeAddressAskedMail,
  writeAddressChangedMail,
  writePasswordChangedMail,
} from "@/lib/domains/accounts/identity/rules";
import { writeLinkedMail, writeUnlinkedMail } from "@/lib/domains/accounts/linking/rules";
import { SECRET_MAILS, writeKnownAccountMail } from "@/lib/domains/accounts/secrets/rules";
import { writeAtOnce, writeDigest } from "@/lib/domains/digests/writing/rules";
import { writeAskMail } from "@/lib/domains/links/asking/rules";
import type { DigestNotice } from "@/lib/domains/notifications/reads";
import { writeAlertMail } from "@/lib/domains/operations/alerts/telling/rules";
import { writeInviteMail } from "@/lib/domains/shares/rules";
import { writeQuotaMail } from "@/lib/mail/alerts";
import { type RenderedMail, renderActionMail, renderDigestMail } from "@/lib/mail/render";

const APP_URL = "https://segno.example";
const NOW = new Date("2026-03-02T08:00:00Z");
const SECRET = "a-secret-of-this-preview-that-opens-nothing-at-all";
const DOERS = [
  { id: "7b50b9", name: "Jonas" },
  { id: "007887", name: "Inês" },
] as const;
const READER = {
  ...{ id: "reader", email: "mara@example.com", name: "Mara", isVerified: true, digestWatermark: NOW },
  ...{ timeZone: "Europe/Berlin", digestHour: 9, digestDay: 1, digestFrequency: "daily" as const },
  ...{ quietFrom: null, quietTo: null },
};
const LINKS = { appUrl: APP_URL, unsubscribeToken: SECRET, signSong: () => SECRET, now: NOW };
const ALERT = {
  title: "The worker is silent",
  detail: "No sign of life for 2 minutes.\nLook whether the process runs, and start it again.",
};

/** Every mail that Segno writes, rendered with words of a band that there is not. */
export async function renderSamples(): Promise<Map<string, RenderedMail>> {
  const invite = {
    inviter: "Theo",
    projectName: "Nightferry",
    role: "commenter",
    link: `${APP_URL}/invites/x`,
  } as const;
  const actions = {
    verify: SECRET_MAILS.verify(APP_URL, SECRET),
    reset: SECRET_MAILS.reset(APP_URL, SECRET),
    address: SECRET_MAILS.address(APP_URL, SECRET),
    delete: SECRET_MAILS.delete(APP_URL, SECRET),
    "address-asked": writeAddressAskedMail(APP_URL, "mara@example.net"),
    "address-changed": writeAddressChangedMail(APP_URL, "mara@example.net"),
    "password-changed": writePasswordChangedMail(APP_URL),
    "known-account": writeKnownAccountMail(APP_URL),
    linked: writeLinkedMail(APP_URL, "Google"),
    unlinked: writeUnlinkedMail(APP_URL, "Google"),
    "invite-project": writeInviteMail({ ...invite, songName: null }),
    "invite-song": writeInviteMail({ ...invite, songName: "Paper Lanterns" }),
    ask: writeAskMail({
      email: "ada@example.net",
      words: "I play the cello on it.",
      name: "Paper Lanterns",
      url: APP_URL,
    }),
    "alert-fired": writeAlertMail(APP_URL, { ...ALERT, isCleared: false }),
    "alert-cleared": writeAlertMail(APP_URL, { ...ALERT, isCleared: true }),
    quota: writeQuotaMail(APP_URL, { heading: "80 % of the day's mails are used: 80 of 100", body: ALERT.detail }),
  };
  const samples = new Map<string, RenderedMail>();
  for (const [name, mail] of Object.entries(actions)) samples.set(name, await renderActionMail(mail));
  samples.set("digest-daily", await renderDigest(listNotices(), 0, "daily"));
  samples.set("digest-weekly", await renderDigest(listNotices(), 12, "weekly"));
  samples.set("digest-of-one", await renderDigest(listNotices().slice(0, 1), 0, "daily"));
  samples.set("at-once", await renderDigestMail(writeAtOnce(listNotices().slice(1, 3), READER, LINKS)));
  return samples;
}

function renderDigest(items: DigestNotice[], olderCount: number, digestFrequency: "daily" | "weekly") {
  return renderDigestMail(writeDigest({ items, olderCount }, { ...READER, digestFrequency }, LINKS));
}

/** Two songs: a take with marks, one of them long, and one that moved on. */
function listNotices(): DigestNotice[] {
  const long = "The second guitar sits on top of the voice from here on; could it be a little darker, or simply less?";
  return [
    buildNotice("version.uploaded", "Paper Lanterns", { excerpt: "Louder drums, and the new bridge." }),
    buildNotice("comment.created", "Paper Lanterns", {
      excerpt: "Bass and kick sit on each other.",
      startSec: 41,
      doer: DOERS[1],
    }),
    buildNotice("comment.created", "Paper Lanterns", { excerpt: long, startSec: 92.5, endSec: 118, doer: DOERS[1] }),
    buildNotice("comment.replied", "Paper Lanterns", { excerpt: "Better?", startSec: 41 }),
    buildNotice("song.staged", "Harbour", { excerpt: "Mixing" }),
  ];
}

function buildNotice(kind: DigestNotice["kind"], songName: string, change: Partial<DigestNotice>): DigestNotice {
  return {
    ...{
      id: `${kind}-${songName}`,
      kind,
      doer: DOERS[0],
      projectId: "p",
      projectName: "Nightferry",
      songId: songName,
      songName,
    },
    ...{ excerpt: "", startSec: null, endSec: null, versionNumber: 3, durationSec: 192 },
    ...{ href: "/projects/p/songs/s?version=v", seenAt: null, createdAt: NOW.toISOString(), ...change },
  };
}
