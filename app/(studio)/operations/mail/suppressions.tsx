"use client";
import { queryOptions, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { TextField } from "@/app/_ui/text-field";
import { showToast } from "@/app/_ui/toast";
import type { SuppressionsView } from "@/lib/domains/operations/mail/schema";

const PATH = "/api/operations/mail/suppressions";
/** With so many one wants to look for one. */
const MANY = 8;

const suppressionsQuery = (q: string) =>
  queryOptions({
    queryKey: ["operations", "suppressions", q],
    queryFn: ({ signal }) => callApi<SuppressionsView>(q ? `${PATH}?q=${encodeURIComponent(q)}` : PATH, { signal }),
  });

/** Addresses that get no mail, or no digests, with the way off the list. */
export function Suppressions({ initial }: { initial: SuppressionsView }) {
  const [q, setQ] = useState("");
  const query = useQuery({
    ...suppressionsQuery(q),
    ...(q === "" ? { initialData: initial } : {}),
    placeholderData: (previous) => previous,
  });
  const view = query.data ?? initial;
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const lift = async (address: string) => {
    setBusy(address);
    try {
      await callApi(PATH, { method: "POST", body: { address } });
      showToast({ message: `Mail may go to ${address} again` });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    } finally {
      await client.invalidateQueries({ queryKey: ["operations"] });
      setBusy(null);
    }
  };
  return (
    <div className="grid gap-3 pt-3">
      <p className="max-w-[60ch] text-pretty text-grey-1">
        {view.count === 0 && q === ""
          ? "Mail goes to every address."
          : "Addresses that bounced get no mail; readers who marked one as unwanted get no digests."}
      </p>
      {(view.count > MANY || q !== "") && (
        <TextField
          label="Find an address"
          type="search"
          name="address"
          value={q}
          onChange={(event) => setQ(event.target.value)}
        />
      )}
      {view.items.length > 0 && (
        <ul aria-label="Addresses without mail" className="border-grey-3 border-t">
          {view.items.map(({ address, reason, detail, since }) => (
            <li
              key={address + reason}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-grey-3 border-b py-2"
            >
              <div className="min-w-0 flex-1 basis-64">
                <p className="font-strong [overflow-wrap:anywhere]">{address}</p>
                <p className="text-pretty text-grey-2 text-meta [overflow-wrap:anywhere]">
                  {reason === "bounced" ? "bounced" : "marked a mail as unwanted"}{" "}
                  <RelativeTime instant={since} form="ago" />
                  {detail && ` · ${detail}`}
                </p>
              </div>
              <Button size="small" disabled={busy === address} onClick={() => void lift(address)}>
                Let mail go again<span className="sr-only"> to {address}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
      {q !== "" && view.items.length === 0 && <p role="status">No address on the list holds “{q}”.</p>}
      {view.count > view.items.length && view.items.length > 0 && (
        <p className="text-grey-2 text-meta tabular-nums">
          The newest {view.items.length} of {view.count.toLocaleString("en")}. Look for one above.
        </p>
      )}
    </div>
  );
}
