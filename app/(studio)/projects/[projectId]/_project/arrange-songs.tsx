"use client";
import {
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  type Modifier,
  PointerSensor,
  useSensor,
  useSensors,
} from "@dnd-kit/core";
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  verticalListSortingStrategy,
} from "@dnd-kit/sortable";
import { CSS } from "@dnd-kit/utilities";
import { GripVertical } from "lucide-react";
import { useEffect, useRef } from "react";
import { joinClasses } from "@/app/_ui/class-names";
import { KeepFocus } from "@/app/(studio)/_frame/keep-focus";
import { StageChip } from "@/app/(studio)/_frame/stage-chip";
import type { SongItem } from "@/lib/domains/songs/schema";
import { INSTRUCTIONS, tellMoves } from "./arrange-words";
import { holdOrder } from "./order-hold";
import { usePlaceSong } from "./use-place-song";

const upAndDown: Modifier = ({ transform }) => ({ ...transform, x: 0 });

/** The songs as a list that is put in order by hand: dragged at their handles, or by Space and the arrow keys. */
export function ArrangeSongs({ projectId, songs }: { projectId: string; songs: SongItem[] }) {
  const place = usePlaceSong(projectId);
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const letGo = useRef<(() => void) | null>(null);
  const release = () => letGo.current?.();
  // Whoever goes while a song is in hand lets it go.
  useEffect(() => release, []);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) void place(songs, String(active.id), String(over.id));
    release();
  };
  return (
    <DndContext
      id={`arrange-${projectId}`}
      sensors={sensors}
      collisionDetection={closestCenter}
      modifiers={[upAndDown]}
      onDragStart={() => {
        letGo.current = holdOrder(projectId);
      }}
      onDragCancel={release}
      onDragEnd={drop}
      accessibility={{ announcements: tellMoves(songs), screenReaderInstructions: { draggable: INSTRUCTIONS } }}
    >
      <SortableContext items={songs} strategy={verticalListSortingStrategy}>
        <KeepFocus>
          <ol aria-label="Order of the songs" className="border-grey-3 border-t">
            {songs.map((song, index) => (
              <ArrangeRow key={song.id} song={song} number={index + 1} />
            ))}
          </ol>
        </KeepFocus>
      </SortableContext>
    </DndContext>
  );
}

function ArrangeRow({ song, number }: { song: SongItem; number: number }) {
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({
    id: song.id,
  });
  return (
    <li
      ref={setNodeRef}
      style={{ transform: CSS.Translate.toString(transform), transition }}
      className={joinClasses(
        "relative flex h-14 items-center gap-2 border-grey-3 border-b bg-paper desk:h-12",
        isDragging && "z-10 rounded-control bg-paper-high shadow-float",
      )}
    >
      <button
        type="button"
        ref={setActivatorNodeRef}
        {...attributes}
        {...listeners}
        aria-label={`Move ${song.name}`}
        className="focus-inset grid size-[30px] shrink-0 cursor-grab touch-none place-items-center rounded-control text-grey-2 hover:bg-hover hover:text-ink active:cursor-grabbing max-desk:size-11"
      >
        <GripVertical aria-hidden className="size-4" />
      </button>
      <span className="w-7 shrink-0 text-right text-grey-2 tabular-nums">{number}</span>
      <bdi className="min-w-0 flex-1 truncate px-2 font-strong max-desk:text-body">{song.name}</bdi>
      <StageChip stage={song.stage} />
    </li>
  );
}
