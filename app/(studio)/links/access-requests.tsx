"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { Button } from "@/app/_ui/button";
import { RelativeTime } from "@/app/_ui/relative-time";
import { showToast } from "@/app/_ui/toast";
import type { AccessRequestView, AnswerAccess } from "@/lib/domains/links/asking/answering/schema";
import { accessRequestsQuery } from "../_frame/links/links-query";
import { Section } from "../_frame/section";

/** Who asks to be let in by a link that opens nothing for them, until somebody answers. */
export function AccessRequests({ initial }: { initial: { items: AccessRequestView[] } }) {
  const [initialAt] = useState(() => Date.now());
  const { items } = useQuery({
    ...accessRequestsQuery(),
    initialData: initial,
    initialDataUpdatedAt: initialAt,
    refetchOnMount: ({ state }) => (state.dataUpdatedAt < initialAt ? "always" : false),
  }).data;
  if (items.length === 0) return null;
  return (
    <Section title="Asking for access" detail={items.length}>
      <ul>
        {items.map((request) => (
          <Request key={request.id} request={request} />
        ))}
      </ul>
    </Section>
  );
}

function Request({ request }: { request: AccessRequestView }) {
  const client = useQueryClient();
  const [isBusy, setBusy] = useState(false);
  const { id, email, words, songs, projectName, canComment } = request;
  const place = songs.length > 0 ? songs.map(({ name }) => name).join(", ") : projectName;
  const answer = async (given: AnswerAccess["answer"]) => {
    setBusy(true);
    try {
      await callApi(`/api/access-requests/${id}/answer`, { method: "POST", body: { answer: given } });
      if (given === "granted") showToast({ message: `${place} is shared with ${email}` });
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
    await client.invalidateQueries(accessRequestsQuery());
    setBusy(false);
  };
  return (
    <li className="flex min-h-16 items-center gap-2 border-grey-3 border-b py-2.5 last:border-b-0 max-desk:flex-wrap">
      <div className="min-w-0 flex-1 max-desk:basis-full">
        <p className="truncate font-strong">
          <bdi>{email}</bdi>
        </p>
        <p className="text-grey-2 text-meta wrap-anywhere">
          {canComment ? "To listen and comment: " : "To listen: "}
          <bdi>{place}</bdi> · <RelativeTime instant={request.createdAt} />
        </p>
        {words !== "" && (
          <p className="mt-1 whitespace-pre-wrap text-body wrap-anywhere" dir="auto">
            {words}
          </p>
        )}
      </div>
      <Button disabled={isBusy} onClick={() => void answer("refused")} aria-label={`Refuse ${email}`}>
        Refuse
      </Button>
      <Button variant="go" disabled={isBusy} onClick={() => void answer("granted")} aria-label={`Let ${email} in`}>
        Let in
      </Button>
    </li>
  );
}
