"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Link2, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { commentsQuery, songPath } from "@/app/_client/api/queries";
import { callApi } from "@/app/_client/api/request";
import { copyText } from "@/app/_client/copy-text";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { showToast } from "@/app/_ui/toast";
import { usePerson } from "@/app/(studio)/_frame/person";
import { canDo } from "@/app/(studio)/_frame/rights";
import type { CommentView } from "@/lib/domains/comments/schema";
import type { SongView } from "@/lib/domains/songs/schema";
import { commentPath } from "./use-comment-actions";

interface CommentMenuProps {
  song: SongView;
  comment: CommentView;
  onEdit: () => void;
}

export function CommentMenu({ song, comment, onEdit }: CommentMenuProps) {
  const person = usePerson();
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const isOwn = comment.author.id === person.id;
  const address = { projectId: song.projectId, songId: song.id };

  const copyLink = () => {
    const query = new URLSearchParams({
      version: comment.versionId,
      at: String(comment.startSec ?? 0),
      comment: comment.id,
    });
    return copyText(`${window.location.origin}${songPath(address)}?${query}`, "The link to this moment is copied");
  };
  const remove = async () => {
    try {
      await callApi(commentPath(song, comment), { method: "DELETE" });
      client.setQueryData(commentsQuery(address).queryKey, (current) =>
        current?.filter((other) => other.id !== comment.id),
      );
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton
            label={`More about ${comment.author.name}'s comment`}
            size="small"
            className="-my-1 -mr-1.5 self-center"
          >
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Link2 aria-hidden />} onSelect={() => void copyLink()}>
          Copy link to this moment
        </MenuItem>
        {isOwn && (
          <MenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
            Edit
          </MenuItem>
        )}
        {(isOwn || canDo(song.role, "moderate")) && (
          <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsking(true)}>
            Delete
          </MenuItem>
        )}
      </Menu>
      <AlertDialog
        title="Delete this comment?"
        description={comment.replies.length > 0 ? "Its replies go with it." : "Nobody will see it any more."}
        actionLabel="Delete comment"
        isOpen={isAsking}
        onOpenChange={setAsking}
        onAction={() => void remove()}
      />
    </>
  );
}
