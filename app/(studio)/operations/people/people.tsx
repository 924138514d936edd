"use client";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";
import { showToast } from "@/app/_ui/toast";
import type { HelpedPeople } from "@/lib/domains/accounts/helping/schema";
import type { Help } from "./help";
import { Invites } from "./invites";
import { Person } from "./person";

const BASE = "/api/operations";

type Found = HelpedPeople & { email: string };

async function findByEmail(email: string): Promise<Found> {
  const found = await callApi<HelpedPeople>(`${BASE}/people?email=${encodeURIComponent(email)}`);
  return { ...found, email: email.trim() };
}

/** Finds who has an address, and helps them: verifies it, lets them in, signs them out, gives them more room. */
export function People() {
  const [email, setEmail] = useState("");
  const [found, setFound] = useState<Found | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const client = useQueryClient();
  const run = async (work: () => Promise<void>, onFailure: (message: string) => void) => {
    setIsBusy(true);
    setError(null);
    try {
      await work();
    } catch (failure) {
      onFailure(describeError(failure));
    } finally {
      setIsBusy(false);
    }
  };
  const find = (event: FormEvent) => {
    event.preventDefault();
    void run(async () => {
      setFound(null);
      setFound(await findByEmail(email));
    }, setError);
  };
  const help: Help = (path, request, said) =>
    run(
      async () => {
        await callApi(BASE + path, request);
        showToast({ message: said });
        if (found) setFound(await findByEmail(found.email));
        await client.invalidateQueries({ queryKey: ["operations"] });
      },
      (message) => showToast({ message, tone: "bad" }),
    );
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
        {found?.items.length === 0 && <p className="[overflow-wrap:anywhere]">Nobody here has {found.email}.</p>}
      </div>
      {found?.items.map((person) => (
        <Person key={person.id} person={person} isBusy={isBusy} onHelp={help} />
      ))}
      {found && found.invites.length > 0 && (
        <Invites email={found.email} invites={found.invites} isBusy={isBusy} onHelp={help} />
      )}
    </div>
  );
}
