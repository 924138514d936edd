import type { Metadata } from "next";
import Link from "next/link";
import { PageHeader } from "@/app/_ui/page-header";
import { ThemeSwitch } from "@/app/_ui/theme-switch";
import { readIdentities } from "@/lib/domains/accounts/linking/reads";
import { readAccount } from "@/lib/domains/accounts/reads";
import { readSessions } from "@/lib/domains/accounts/sessions/reads";
import { readApiTokens } from "@/lib/domains/accounts/tokens/reads";
import { readPreferences } from "@/lib/domains/notifications/preferences/reads";
import { readStorageUse } from "@/lib/domains/uploads/quota/reads";
import { requirePageContext } from "@/lib/http/page";
import { Section } from "../_frame/section";
import { AccountForm } from "./account-form";
import { DeleteAccount } from "./delete-account";
import { DigestForm } from "./digest-form";
import { NoticeChoices } from "./notice-choices";
import { SignInFacts } from "./sign-in-facts";
import { StorageUseFacts } from "./storage-use";
import { TokenList } from "./token-list";

export const metadata: Metadata = { title: "Settings" };

export default async function SettingsPage() {
  const { services, actor } = await requirePageContext();
  const [account, identities, sessions, tokens, storage, preferences] = await Promise.all([
    readAccount(services, actor),
    readIdentities(services, actor),
    readSessions(services, actor),
    readApiTokens(services, actor),
    readStorageUse(services, actor),
    readPreferences(services, actor),
  ]);
  return (
    <>
      <PageHeader title="Settings" />
      {/* Holds what is hidden to the eye, so that it does not make the whole frame longer. */}
      <div className="relative grid w-full max-w-[640px] gap-9 px-6 py-5 max-desk:px-4">
        <Section title="You">
          <AccountForm account={account} timeZones={listTimeZones(account.timeZone)} />
        </Section>
        <Section title="Notifications" id="notifications" className="scroll-mt-16">
          <DigestForm account={account} />
          <NoticeChoices initial={preferences} />
        </Section>
        <Section title="Sign-in">
          <SignInFacts account={account} identities={identities} initial={sessions} />
        </Section>
        <Section title="Theme">
          <div className="pt-3">
            <ThemeSwitch />
          </div>
        </Section>
        <Section title="Storage">
          <StorageUseFacts use={storage} />
        </Section>
        <Section title="API tokens" id="tokens" className="scroll-mt-16">
          <TokenList initial={tokens} />
        </Section>
        {actor.isAdmin && (
          <Section title="Administration">
            <p className="max-w-[60ch] pt-3 text-pretty text-grey-1">
              You look after this Segno. <Link href="/operations">Operations</Link>
            </p>
          </Section>
        )}
        <Section title="Your account">
          <DeleteAccount email={account.email} />
        </Section>
      </div>
    </>
  );
}

/** The zones this server knows, so that whatever can be chosen is also accepted. */
function listTimeZones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])].sort();
}
