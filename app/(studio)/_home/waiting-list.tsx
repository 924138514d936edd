"use client";
import { useQueryClient } from "@tanstack/react-query";
import { CircleAlert, type LucideIcon, MessageSquare, Reply, RotateCw, Tag } from "lucide-react";
import { homeQuery } from "@/app/_client/api/queries";
import { Button } from "@/app/_ui/button";
import { LinkButton } from "@/app/_ui/link-button";
import type { WaitingItem } from "@/lib/domains/notifications/waiting/schema";
import { Section } from "../_frame/section";
import { useRetryAnalysis } from "../_frame/use-retry-analysis";
import { describeWaiting } from "./waiting-words";

const ICONS: Record<WaitingItem["kind"], LucideIcon> = { thread: MessageSquare, failed: CircleAlert, suggested: Tag };

/** What the person is asked for, with the one step that answers it. Nothing asked shows nothing. */
export function WaitingList({ items }: { items: WaitingItem[] }) {
  if (items.length === 0) return null;
  return (
    <Section title="Waits for you" detail={items.length} className="mb-8">
      <ul>
        {items.map((item) => (
          <WaitingRow key={`${item.kind} ${item.songId}`} item={item} />
        ))}
      </ul>
    </Section>
  );
}

function WaitingRow({ item }: { item: WaitingItem }) {
  const Icon = ICONS[item.kind];
  const { title, line } = describeWaiting(item);
  return (
    <li className="grid grid-cols-[24px_minmax(0,1fr)] items-center gap-x-2 gap-y-2 border-grey-3 border-b py-2.5 last:border-b-0 desk:grid-cols-[24px_minmax(0,1fr)_auto]">
      <Icon aria-hidden className="mx-auto mt-0.5 size-4 self-start text-grey-1" />
      <div className="min-w-0">
        <p className="text-pretty font-strong [overflow-wrap:anywhere] max-desk:text-body">{title}</p>
        <p className="line-clamp-2 text-grey-1 [overflow-wrap:anywhere]">{line}</p>
      </div>
      <div className="max-desk:col-start-2">
        <Step item={item} />
      </div>
    </li>
  );
}

function Step({ item }: { item: WaitingItem }) {
  if (item.kind === "failed") return <RetryButton item={item} />;
  const Icon = item.kind === "thread" ? Reply : Tag;
  return (
    <LinkButton href={item.href}>
      <Icon aria-hidden />
      {item.kind === "thread" ? "Answer" : "Decide"}
      <span className="sr-only"> in {item.songName}</span>
    </LinkButton>
  );
}

function RetryButton({ item }: { item: WaitingItem }) {
  const client = useQueryClient();
  const { isBusy, retry } = useRetryAnalysis(item);
  const press = async () => {
    await retry();
    await client.invalidateQueries(homeQuery());
  };
  return (
    <Button disabled={isBusy} onClick={() => void press()}>
      <RotateCw aria-hidden />
      Try again
      <span className="sr-only"> with {item.songName}</span>
    </Button>
  );
}
