"use client";
import { ImageOff, ImageUp } from "lucide-react";
import { useRef } from "react";
import { coverUrl } from "@/app/_client/api/cover-url";
import { joinClasses } from "@/app/_ui/class-names";
import { Cover } from "@/app/_ui/cover";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { type CoverTarget, useChangeCover } from "./use-change-cover";

interface CoverMenuProps {
  target: CoverTarget;
  canEdit: boolean;
}

const SIZE = "size-9 max-desk:size-11";

/** The cover at the head of a page; who may edit changes it there. */
export function CoverMenu({ target, canEdit }: CoverMenuProps) {
  const { projectId, songId, coverId, name } = target;
  const { isBusy, choose, takeOff } = useChangeCover(target);
  const input = useRef<HTMLInputElement>(null);
  const id = songId ?? projectId;
  const kind = songId === undefined ? "project" : "song";
  const src = coverUrl({ projectId, ...(songId === undefined ? {} : { songId }) }, coverId, "small");
  if (!canEdit) return <Cover id={id} kind={kind} src={src} className={SIZE} />;
  return (
    <>
      <Menu
        align="start"
        trigger={
          <button
            type="button"
            aria-label={`Cover of ${name}`}
            aria-busy={isBusy}
            className={joinClasses("shrink-0 rounded-tag transition-opacity hover:opacity-80", isBusy && "opacity-50")}
          >
            <Cover id={id} kind={kind} src={src} className={SIZE} />
          </button>
        }
      >
        <MenuItem icon={<ImageUp aria-hidden />} onSelect={() => input.current?.click()}>
          {coverId === null ? "Choose a picture" : "Choose another picture"}
        </MenuItem>
        {coverId !== null && (
          <MenuItem icon={<ImageOff aria-hidden />} onSelect={() => void takeOff()}>
            Take the picture off
          </MenuItem>
        )}
      </Menu>
      <input
        ref={input}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        hidden
        aria-label={`Choose a cover for ${name}`}
        onChange={(event) => {
          const picture = event.target.files?.[0];
          event.target.value = "";
          if (picture) void choose(picture);
        }}
      />
    </>
  );
}
