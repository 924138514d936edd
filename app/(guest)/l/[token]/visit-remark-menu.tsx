"use client";
import { useQueryClient } from "@tanstack/react-query";
import { Ellipsis, Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { describeError } from "@/app/_client/api/api-error";
import { callApi } from "@/app/_client/api/request";
import { AlertDialog } from "@/app/_ui/alert-dialog";
import { IconButton } from "@/app/_ui/icon-button";
import { Menu, MenuItem } from "@/app/_ui/menu";
import { showToast } from "@/app/_ui/toast";
import type { ReplyView } from "@/lib/domains/comments/schema";
import { type VisitAddress, visitCommentsQuery, visitSongPath } from "./visit-queries";

interface VisitRemarkMenuProps {
  address: VisitAddress;
  remark: ReplyView;
  isReply: boolean;
  hasReplies: boolean;
  onEdit: () => void;
}

/** What one can do with one's own words. */
export function VisitRemarkMenu({ address, remark, isReply, hasReplies, onEdit }: VisitRemarkMenuProps) {
  const client = useQueryClient();
  const [isAsking, setAsking] = useState(false);
  const noun = isReply ? "reply" : "comment";
  const remove = async () => {
    try {
      await callApi(`${visitSongPath(address)}/comments/${remark.id}`, { method: "DELETE" });
      await client.invalidateQueries(visitCommentsQuery(address));
    } catch (error) {
      showToast({ message: describeError(error), tone: "bad" });
    }
  };
  return (
    <>
      <Menu
        trigger={
          <IconButton label={`More about your ${noun}`} size="small" className="-my-1 -mr-1.5 self-center">
            <Ellipsis aria-hidden />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
          Edit
        </MenuItem>
        <MenuItem icon={<Trash2 aria-hidden />} isDangerous onSelect={() => setAsking(true)}>
          Delete
        </MenuItem>
      </Menu>
      <AlertDialog
        title={`Delete this ${noun}?`}
        description={hasReplies ? "Its replies go with it." : "Nobody will see it any more."}
        actionLabel={`Delete ${noun}`}
        isOpen={isAsking}
        onOpenChange={setAsking}
        onAction={() => void remove()}
      />
    </>
  );
}
