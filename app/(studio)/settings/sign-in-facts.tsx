"use client";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { IdentityView } from "@/lib/domains/accounts/linking/schema";
import type { AccountView, SessionView } from "@/lib/domains/accounts/schema";
import { ChangeAddress } from "./change-address";
import { ChangePassword } from "./change-password";
import { FirstPassword } from "./first-password";
import { LinkedProvider } from "./linked-provider";
import { SignOutButton } from "./sign-out-button";

const ROW = "flex min-h-12 flex-wrap items-center gap-x-3 gap-y-1 border-grey-3 border-b py-1.5";

interface SignInFactsProps {
  account: AccountView;
  identities: IdentityView[];
  initial: SessionView[];
}

/** How one signs in, and where one is. */
export function SignInFacts({ account, identities, initial }: SignInFactsProps) {
  const [sessions, setSessions] = useState(initial);
  const others = sessions.filter((session) => !session.isThisOne);
  const keepThisOne = () => setSessions((current) => current.filter((session) => session.isThisOne));
  const end = async (path: string, message: string, forget: () => void) => {
    try {
      await callApi(path, { method: "DELETE" });
      forget();
      showToast({ message });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  const endOne = ({ id, device }: SessionView) =>
    end(`/api/sessions/${id}`, `${device ?? "That browser"} is signed out`, () =>
      setSessions((current) => current.filter((other) => other.id !== id)),
    );
  return (
    <>
      <ul>
        <li className={ROW}>
          <span className="w-24 text-grey-1">Address</span>
          <span className="min-w-0 flex-1 truncate font-strong">{account.email}</span>
          {account.hasPassword && <ChangeAddress />}
        </li>
        <li className={ROW}>
          <span className="w-24 text-grey-1">Password</span>
          {account.hasPassword ? (
            <>
              <span className="min-w-0 flex-1">••••••••</span>
              <ChangePassword onChanged={keepThisOne} />
            </>
          ) : (
            <FirstPassword email={account.email} />
          )}
        </li>
        {identities.map((identity) => (
          <LinkedProvider key={identity.id} identity={identity} className={ROW} />
        ))}
      </ul>
      <h3 className="pt-5 pb-1 font-strong">Where you are signed in</h3>
      <ul>
        {sessions.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => void endOne(session)} />
        ))}
      </ul>
      {others.length > 1 && (
        <div className="pt-3">
          <Button
            size="small"
            onClick={() => void end("/api/sessions", "You are signed out everywhere else", keepThisOne)}
          >
            Sign out everywhere else
          </Button>
        </div>
      )}
    </>
  );
}

function SessionRow({ session, onEnd }: { session: SessionView; onEnd: () => void }) {
  const { device, isThisOne, lastUsedAt, createdAt } = session;
  const name = device ?? "A browser that does not say what it is";
  return (
    <li className={ROW}>
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">{name}</p>
        <p className="text-grey-2 text-meta">
          {isThisOne ? (
            "this one"
          ) : (
            <>
              used <RelativeTime instant={lastUsedAt} form="ago" />
            </>
          )}
          {" · since "}
          <RelativeTime instant={createdAt} form="at" />
        </p>
      </div>
      {isThisOne ? (
        <SignOutButton />
      ) : (
        <Button variant="danger" size="small" aria-label={`Sign out ${name}`} onClick={onEnd}>
          Sign out
        </Button>
      )}
    </li>
  );
}
