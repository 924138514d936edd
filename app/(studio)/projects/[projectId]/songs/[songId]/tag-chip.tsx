"use client";
import { AudioLines, CircleAlert, Sparkles, UserRound } from "lucide-react";
import { type ComponentPropsWithRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Tag } from "@/app/_ui/chip";
import { joinClasses } from "@/app/_ui/class-names";
import { Popover } from "@/app/_ui/popover";
import { Tooltip } from "@/app/_ui/tooltip";
import type { TagView } from "@/lib/domains/tags/schema";
import { describeSource, isFault } from "./tag-words";

const SOURCES = {
  measured: { Icon: AudioLines, name: "measured" },
  ai: { Icon: Sparkles, name: "suggested by AI" },
  person: { Icon: UserRound, name: "by a person" },
};

interface TagChipProps {
  tag: TagView;
  /** Null for those who may not. */
  onDismiss: (() => void) | null;
}

/** A tag with its source; pressed, it says why it is there and lets one take it off. */
export function TagChip({ tag, onDismiss }: TagChipProps) {
  const [isOpen, setOpen] = useState(false);
  const explanation = [tag.explanation, describeSource(tag)].filter(Boolean);
  return (
    <Popover
      label={`The tag ${tag.label}`}
      isOpen={isOpen}
      onOpenChange={setOpen}
      trigger={<ChipButton tag={tag} isOpen={isOpen} hint={explanation.join(" ")} />}
    >
      <div className="grid gap-2">
        <p className="font-strong">
          <bdi>{tag.label}</bdi>
        </p>
        {explanation.map((sentence) => (
          <p key={sentence} className="text-grey-1 text-ui">
            {sentence}
          </p>
        ))}
        {onDismiss && tag.state === "accepted" && (
          <Button
            size="small"
            className="justify-self-start"
            onClick={() => {
              setOpen(false);
              onDismiss();
            }}
          >
            Take this tag off
          </Button>
        )}
      </div>
    </Popover>
  );
}

type ChipButtonProps = ComponentPropsWithRef<"button"> & { tag: TagView; isOpen: boolean; hint: string };

function ChipButton({ tag, isOpen, hint, ...rest }: ChipButtonProps) {
  const { Icon, name } = SOURCES[tag.source];
  const isBad = isFault(tag);
  const button = (
    <button
      type="button"
      {...rest}
      aria-label={`${tag.label}, ${name}`}
      className="touch-44 relative min-w-0 rounded-tag"
    >
      <Tag
        tone={isBad ? "bad" : "plain"}
        icon={isBad ? <CircleAlert aria-hidden /> : <Icon aria-hidden className="shrink-0 text-grey-2" />}
        className={joinClasses("max-w-full", tag.state === "suggested" && "ring-line bg-transparent")}
      >
        <bdi className="truncate">{tag.label}</bdi>
      </Tag>
    </button>
  );
  return isOpen ? button : <Tooltip content={hint}>{button}</Tooltip>;
}
