import type { Metadata } from "next";
import Link from "next/link";
import { AuthCard } from "@/app/(auth)/auth-card";
import { readSubscription } from "@/lib/domains/digests/reads";
import { CATALOGUE, type NotificationKind } from "@/lib/domains/notifications/catalogue/schema";
import { nameHeardSong } from "@/lib/domains/notifications/preferences/reads";
import { getServices } from "@/lib/services";
import { UnsubscribeForm, type UnsubscribeWords } from "./unsubscribe-form";

export const metadata: Metadata = { title: "Less mail", referrer: "no-referrer" };

const DIGESTS: UnsubscribeWords & { title: string; lead: string } = {
  title: "No more digests?",
  lead: "Segno stops mailing you what the others did. What happened stays in your notifications, and mail you ask for yourself, such as a new password, still comes.",
  press: "Stop the digests",
  done: "Done: no digest will come any more. You can turn them on again in the settings.",
};

export default async function UnsubscribePage({ searchParams }: PageProps<"/unsubscribe">) {
  const { token } = await searchParams;
  const given = typeof token === "string" ? token : "";
  const words = await chooseWords(given);
  return (
    <AuthCard
      title={words.title}
      lead={words.lead}
      foot={
        <>
          Rather something else?{" "}
          <Link href="/settings#notifications" className="font-strong text-ink underline underline-offset-3">
            Choose what you hear of, and when
          </Link>
        </>
      }
    >
      <UnsubscribeForm token={given} words={{ press: words.press, done: words.done }} />
    </AuthCard>
  );
}

/** What the link would stop. One that nobody signed looks as that of a digest, and says so when it is pressed. */
async function chooseWords(token: string): Promise<typeof DIGESTS> {
  const services = getServices();
  const subscription = readSubscription(services, { token });
  if (subscription?.of === "kinds") return writeKinds(subscription.kinds);
  if (subscription?.of !== "song") return DIGESTS;
  return writeSong(await nameHeardSong(services, subscription.accountId, subscription.songId));
}

function writeKinds(kinds: readonly NotificationKind[]): typeof DIGESTS {
  const labels = kinds.map((kind) => `“${CATALOGUE[kind].label}”`).join(" and ");
  return {
    title: "No such mail at once?",
    lead: `Segno stops mailing you at once for ${labels}. It comes in your digest instead, if you get one, and stays in your notifications.`,
    press: "In the digest instead",
    done: "Done: it comes in the digest from now on. You can change it again in the settings.",
  };
}

function writeSong(name: string | null): typeof DIGESTS {
  const song = name === null ? "this song" : `“${name}”`;
  return {
    title: "Only mentions of this song?",
    lead: `Of ${song} Segno tells you from now on when somebody speaks to you, or answers where you wrote, and of nothing else. You can still look at any time.`,
    press: "Only mentions and replies",
    done: `Done: of ${song} you hear of mentions and replies alone. You can change it again in the settings.`,
  };
}
