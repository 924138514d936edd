import type { Actor } from "@/lib/access/actor";
import { type LinkVisitor, scopeLink, scopeLinkSong } from "@/lib/access/link-scope";
import { findLiveLink } from "@/lib/access/link-scope-store";
import { verifyPassword } from "@/lib/access/passwords";
import { isAllowed, strongestRole } from "@/lib/access/policy";
import { readSongRoles } from "@/lib/access/scope-store";
import { createSecret, hashSecret } from "@/lib/access/tokens";
import { visitorScope } from "@/lib/access/visitor-scope";
import { AppError, notFound } from "@/lib/core/errors";
import { createId } from "@/lib/core/ids";
import { transact } from "@/lib/db/client";
import { keepPlay } from "@/lib/domains/activity/plays/commands";
import { changeWords, takeBackRemark, writeComment, writeReply } from "@/lib/domains/comments/commands";
import { readRemarkAuthor } from "@/lib/domains/comments/reads";
import type { CommentView, CreateCommentInput, CreateReplyInput } from "@/lib/domains/comments/schema";
import { hasVersion } from "@/lib/domains/versions/reads";
import type { Services } from "@/lib/services";
import { readVisit } from "./reads";
import type { EnterLink, VisitView } from "./schema";
import { findGate, findHolder, insertGuest, nameGuest, readmitGuest, takePlace } from "./store";

/** A guest who is let in; `secret` is what their browser keeps. */
export interface Entered {
  linkId: string;
  secret: string;
}

/**
 * Lets a browser in, once: it takes one of the places there are and gets a secret of its own. One that has a secret stays the
 * guest it was and takes no other place. To whoever may not come in the link is as if it never was.
 * @throws AppError not_found, invalid_input `wrong_password`.
 */
export async function enterLink(
  services: Services,
  input: EnterLink,
  readSecret: (linkId: string) => string | null,
): Promise<Entered> {
  const now = services.clock.now();
  const tokenHash = hashSecret(input.token);
  const link = await findLiveLink(services.db, tokenHash, now);
  const gate = link && (await findGate(visitorScope, services.db, tokenHash));
  if (!link || !gate) throw notFound("link");
  const held = readSecret(link.linkId);
  const heldHash = held === null ? null : hashSecret(held);
  const holder = heldHash === null ? null : await findHolder(visitorScope, services.db, link.linkId, heldHash);
  if (holder?.blockedAt) throw notFound("link");
  if (gate.passwordHash !== null && !(await verifyPassword(gate.passwordHash, input.password ?? ""))) {
    throw wrongPassword();
  }
  const { linkId } = link;
  return await transact(services.db, async (tx) => {
    if (held !== null && heldHash !== null && (await readmitGuest(visitorScope, tx, link, heldHash, now))) {
      return { linkId, secret: held };
    }
    const round = await takePlace(visitorScope, tx, link, now);
    if (round === null) throw notFound("link");
    const secret = createSecret();
    await insertGuest(visitorScope, tx, { id: createId(), linkId, secretHash: hashSecret(secret), round }, now);
    return { linkId, secret };
  });
}

function wrongPassword(): AppError {
  const message = "This is not the password of this link.";
  return new AppError("invalid_input", "wrong_password", message, { fields: [{ field: "password", message }] });
}

/** Gives or changes the name that a guest's words stand under. @throws AppError not_found, forbidden, invalid_input. */
export async function renameGuest(
  services: Services,
  visitor: LinkVisitor,
  input: { name: string },
): Promise<VisitView> {
  const now = services.clock.now();
  const scope = await scopeLink(services.db, visitor, now);
  if (!scope.canComment)
    throw new AppError("forbidden", "link_forbids", "This link is for listening; it asks for no name.");
  // Nobody can guess the address, and no mail goes to it: `.invalid` is no one's (RFC 2606).
  const account = { id: createId(), email: `${createSecret().toLowerCase()}@guest.invalid`, name: input.name };
  await transact(services.db, (tx) => nameGuest(scope, tx, account, now));
  return await readVisit(services, visitor);
}

/**
 * Says something in a song of the link: as oneself for a member who is signed in and may comment there, else under the name
 * that the guest gave. @throws AppError not_found, forbidden, conflict `no_name`, invalid_input.
 */
export async function commentByLink(
  services: Services,
  visitor: LinkVisitor,
  actor: Actor | null,
  songId: string,
  input: CreateCommentInput,
): Promise<CommentView> {
  const speaker = await scopeSpeaker(services, visitor, actor, songId);
  if (input.mentions && input.mentions.length > 0) throw noMentions();
  return await writeComment(services, speaker, input);
}

interface RemarkPath {
  songId: string;
  commentId: string;
}

/** Answers a comment as one would comment. @throws AppError not_found, forbidden, conflict `no_name`, invalid_input. */
export async function replyByLink(
  services: Services,
  visitor: LinkVisitor,
  actor: Actor | null,
  target: RemarkPath,
  input: CreateReplyInput,
): Promise<CommentView> {
  const speaker = await scopeSpeaker(services, visitor, actor, target.songId);
  if (input.mentions && input.mentions.length > 0) throw noMentions();
  return await writeReply(services, speaker, target, input);
}

/** Changes one's own words, as long as the link takes comments. @throws AppError not_found, forbidden, conflict `no_name`. */
export async function changeByLink(
  services: Services,
  visitor: LinkVisitor,
  actor: Actor | null,
  target: RemarkPath,
  input: { body: string },
): Promise<CommentView> {
  return await changeWords(services, await scopeAuthor(services, visitor, actor, target), target, input);
}

/** Takes back one's own words. @throws AppError not_found, forbidden, conflict `no_name`. */
export async function takeBackByLink(
  services: Services,
  visitor: LinkVisitor,
  actor: Actor | null,
  target: RemarkPath,
): Promise<void> {
  await takeBackRemark(services, await scopeAuthor(services, visitor, actor, target), target);
}

/** Who speaks: the member who is signed in, else the guest, once they gave a name. */
async function scopeSpeaker(services: Services, visitor: LinkVisitor, actor: Actor | null, songId: string) {
  const scope = await scopeLinkSong(services.db, visitor, songId, "comment", services.clock.now());
  const { projectId, onlyVersionId } = scope;
  const accountId = (await findMember(services, actor, { projectId, songId }, "song:comment")) ?? scope.accountId;
  if (accountId === null) throw new AppError("conflict", "no_name", "Say who you are first, then send your comment.");
  return { accountId, projectId, songId, onlyVersionId };
}

/** A guest could mail anybody at once by their name, and find out by trying who is in the band. */
function noMentions(): AppError {
  const message = "By a link one speaks to everybody. Leave the names out.";
  return new AppError("invalid_input", "no_mentions", message, { fields: [{ field: "mentions", message }] });
}

/** Who speaks; of what was said as a guest, the guest, whoever has signed in since. */
async function scopeAuthor(services: Services, visitor: LinkVisitor, actor: Actor | null, target: RemarkPath) {
  const { songId, commentId } = target;
  const scope = await scopeLinkSong(services.db, visitor, songId, "comment", services.clock.now());
  const { accountId, projectId, onlyVersionId } = scope;
  const isGuests = accountId !== null && (await readRemarkAuthor(services.db, scope, commentId)) === accountId;
  return isGuests ? { accountId, projectId, songId, onlyVersionId } : scopeSpeaker(services, visitor, actor, songId);
}

/** Notes that a version was listened to: by the member who is signed in, else by the guest. @throws AppError not_found. */
export async function listenByLink(
  services: Services,
  visitor: LinkVisitor,
  actor: Actor | null,
  { songId, versionId }: { songId: string; versionId: string },
): Promise<void> {
  const scope = await scopeLinkSong(services.db, visitor, songId, "listen", services.clock.now());
  if (!(await hasVersion(services.db, scope, versionId))) throw notFound("version");
  const { projectId, guestId } = scope;
  const accountId = await findMember(services, actor, { projectId, songId }, "song:read");
  await keepPlay(services, accountId === null ? { accountId, guestId } : { accountId, guestId: null }, versionId);
}

/** The account of a person who may do this with the song by themselves. */
async function findMember(
  services: Services,
  actor: Actor | null,
  song: { projectId: string; songId: string },
  deed: "song:read" | "song:comment",
): Promise<string | null> {
  if (!actor || actor.kind === "system") return null;
  const role = strongestRole(await readSongRoles(services.db, actor.accountId, song));
  return role && isAllowed(role, deed) ? actor.accountId : null;
}
