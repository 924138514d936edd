"use client";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/app/_ui/button";

interface ProviderButtonsProps {
  providers: { id: string; name: string }[];
  /** The page to come to. */
  next: string;
}

/** Ways in beside e-mail and password; nothing where none is configured. */
export function ProviderButtons({ providers, next }: ProviderButtonsProps) {
  const [busyId, setBusyId] = useState<string | null>(null);
  if (providers.length === 0) return null;
  return (
    <div className="mt-5 grid gap-2">
      <p className="flex items-center gap-3 text-grey-2 text-ui before:h-px before:flex-1 before:bg-grey-3 after:h-px after:flex-1 after:bg-grey-3">
        or
      </p>
      {providers.map(({ id, name }) => (
        <Button
          key={id}
          size="large"
          className="w-full"
          disabled={busyId !== null}
          onClick={() => {
            setBusyId(id);
            void signIn(id, { callbackUrl: next }).catch(() => setBusyId(null));
          }}
        >
          {busyId === id ? `On the way to ${name}…` : `Continue with ${name}`}
        </Button>
      ))}
    </div>
  );
}
