"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { TextField } from "@/app/_ui/text-field";
import { showToast } from "@/app/_ui/toast";
import type { HelpedPerson } from "@/lib/domains/accounts/helping/schema";

const PATH = "/api/operations/people";

/** Finds who has an address, and verifies it for somebody whom no mail reaches. */
export function People() {
  const [email, setEmail] = useState("");
  const [found, setFound] = useState<{ email: string; person: HelpedPerson | null } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const client = useQueryClient();
  const run = async (work: () => Promise<void>) => {
    setIsBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      setError(describeError(failure));
    } finally {
      setIsBusy(false);
    }
  };
  const find = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      setFound(null);
      const { items } = await callApi<{ items: HelpedPerson[] }>(`${PATH}?email=${encodeURIComponent(email)}`);
      setFound({ email: email.trim(), person: items[0] ?? null });
    });
  };
  const verify = ({ id, name }: HelpedPerson) =>
    run(async () => {
      const person = await callApi<HelpedPerson>(`${PATH}/${id}/verification`, { method: "POST" });
      setFound({ email: person.email, person });
      showToast({ message: `${name} is verified` });
      await client.invalidateQueries({ queryKey: ["operations"] });
    });
  return (
    <div className="grid gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1">
        Somebody gets no mail? Look for their address. Verify it only when you know that it is theirs: what was shared
        with it opens for them.
      </p>
      <form className="flex items-end gap-2" onSubmit={find}>
        <TextField
          label="E-mail of a person"
          type="email"
          name="email"
          isRequired
          required
          frameClassName="min-w-0 flex-1"
          error={error ?? undefined}
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" disabled={isBusy}>
          Find
        </Button>
      </form>
      <div role="status">
        {found && !found.person && <p className="[overflow-wrap:anywhere]">Nobody here has {found.email}.</p>}
        {found?.person && <Person person={found.person} isBusy={isBusy} onVerify={verify} />}
      </div>
    </div>
  );
}

interface PersonProps {
  person: HelpedPerson;
  isBusy: boolean;
  onVerify: (person: HelpedPerson) => Promise<void>;
}

function Person({ person, isBusy, onVerify }: PersonProps) {
  const { name, email, createdAt, verifiedAt, waitingInvites } = person;
  const invites = waitingInvites === 1 ? "1 invite waits" : `${waitingInvites} invites wait`;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 border-grey-3 border-y py-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-strong [overflow-wrap:anywhere]">
          <bdi>{name}</bdi>
        </p>
        <p className="text-pretty text-grey-2 text-meta [overflow-wrap:anywhere]">
          {email} · came <RelativeTime instant={createdAt} />
          {waitingInvites > 0 && ` · ${invites}`}
        </p>
      </div>
      {verifiedAt ? (
        <p className="text-grey-1">
          verified <RelativeTime instant={verifiedAt} />
        </p>
      ) : (
        <Button size="small" disabled={isBusy} onClick={() => void onVerify(person)}>
          Verify by hand<span className="sr-only">: {email}</span>
        </Button>
      )}
    </div>
  );
}
