import { createSecret, hashSecret } from "@/lib/access/tokens";
import { createId } from "@/lib/core/ids";
import { buildLinkToken } from "@/lib/domains/links/rules";
import { writeGuestCookie } from "@/lib/http/guest-cookie";
import type { Services } from "@/lib/services";

/** A named guest of a link to one song that allows everything: what a route is called with, and the link's token. */
export async function createGuest(
  services: Services,
  target: { projectId: string; songId: string },
): Promise<{ params: Record<string, string>; headers: Record<string, string>; linkToken: string; accountId: string }> {
  const [linkId, guestId, accountId, secret] = [createId(), createId(), createId(), createSecret()];
  const now = services.clock.now();
  const { projectId, songId } = target;
  const { ownerId } = await services.db.project.findUniqueOrThrow({ where: { id: projectId } });
  const linkToken = buildLinkToken(services.config.app.authSecret, linkId);
  await services.db.link.create({
    data: {
      ...{ id: linkId, projectId, createdById: ownerId, extent: "songs", tokenHash: hashSecret(linkToken) },
      ...{ canComment: true, canDownload: true, canSeeVersions: true, guestCount: 1, lastUsedAt: now },
      songs: { create: { songId } },
    },
  });
  const email = `${guestId}@guest.invalid`;
  await services.db.account.create({
    data: {
      id: accountId,
      email,
      emailAsTyped: email,
      name: "Gast",
      passwordHash: null,
      isGuest: true,
      digestWatermark: now,
    },
  });
  await services.db.linkGuest.create({
    data: { id: guestId, linkId, accountId, secretHash: hashSecret(secret), round: 1, lastSeenAt: now },
  });
  const cookie = writeGuestCookie(services, { linkId, secret }).split(";")[0] ?? "";
  return { params: { linkId, guestId, songId }, headers: { cookie }, linkToken, accountId };
}
