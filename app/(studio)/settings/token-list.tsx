"use client";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { ApiTokenView } from "@/lib/domains/accounts/schema";
import { TokenForm } from "./token-form";

/** Tokens with which programs act for this person. */
export function TokenList({ initial }: { initial: ApiTokenView[] }) {
  const [tokens, setTokens] = useState(initial);
  const revoke = async (token: ApiTokenView) => {
    try {
      await callApi(`/api/tokens/${token.id}`, { method: "DELETE" });
      setTokens((current) => current.filter((other) => other.id !== token.id));
      showToast({ message: `${token.name} is revoked` });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <div className="grid gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1">
        A program that holds one acts as you. Send it as <code className="text-ink">Authorization: Bearer segno_…</code>
        . What it can do stands in the{" "}
        <a href="/docs/api" className="touch-44 rounded-tag text-ink underline underline-offset-2">
          API reference
        </a>
        .
      </p>
      {tokens.length > 0 && (
        <ul className="border-grey-3 border-t">
          {tokens.map((token) => (
            <TokenRow key={token.id} token={token} onRevoke={() => void revoke(token)} />
          ))}
        </ul>
      )}
      <TokenForm onMade={(token) => setTokens((current) => [token, ...current])} />
    </div>
  );
}

function TokenRow({ token, onRevoke }: { token: ApiTokenView; onRevoke: () => void }) {
  return (
    <li className="flex min-h-12 items-center gap-3 border-grey-3 border-b py-1">
      <div className="min-w-0 flex-1">
        <p className="truncate font-strong">{token.name}</p>
        <p className="text-grey-2 text-meta">
          made <RelativeTime instant={token.createdAt} form="ago" />
          {" · "}
          {token.lastUsedAt ? (
            <>
              used <RelativeTime instant={token.lastUsedAt} form="ago" />
            </>
          ) : (
            "never used"
          )}
        </p>
      </div>
      <AlertDialog
        title={`Revoke ${token.name}?`}
        description="Programs that use it are shut out at once. A token can't be brought back."
        actionLabel="Revoke token"
        onAction={onRevoke}
        trigger={
          <Button variant="danger" size="small">
            Revoke
          </Button>
        }
      />
    </li>
  );
}
