"use client";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/text-field";
import type { HelpedPerson } from "@/lib/domains/accounts/helping/schema";
import type { Help } from "./help";
import { describeRoom, readGigabytes, writeGigabytes } from "./room-words";

interface RoomProps {
  person: HelpedPerson;
  isBusy: boolean;
  onHelp: Help;
}

/** How much somebody may store, all together and in each project. */
export function Room({ person: { id, storage }, isBusy, onHelp }: RoomProps) {
  const { usedBytes, quotaBytes, projects } = storage;
  return (
    <details>
      <summary className="w-fit cursor-pointer max-desk:py-2.5">
        Room <span className="text-grey-1 tabular-nums">{describeRoom(usedBytes, quotaBytes)}</span>
      </summary>
      <div className="grid gap-4 pt-3">
        <p className="text-grey-1">
          Leave a field empty for what is configured. What is there stays, also when it is more.
        </p>
        <RoomField
          key={`all ${quotaBytes}`}
          label="All projects together (GB)"
          quotaBytes={quotaBytes}
          isBusy={isBusy}
          onSet={(bytes) => void onHelp(`/people/${id}/quota`, ...put(bytes))}
        />
        {projects.map((project) => (
          <RoomField
            key={`${project.id} ${project.quotaBytes}`}
            label={`${project.name} (GB)`}
            used={describeRoom(project.usedBytes, project.quotaBytes)}
            quotaBytes={project.quotaBytes}
            isBusy={isBusy || project.isDeleted}
            onSet={(bytes) => void onHelp(`/projects/${project.id}/quota`, ...put(bytes))}
          />
        ))}
      </div>
    </details>
  );
}

function put(quotaBytes: number | null): [{ method: "PUT"; body: unknown }, string] {
  return [{ method: "PUT", body: { quotaBytes } }, "The room is set"];
}

interface FieldProps {
  label: string;
  used?: string;
  quotaBytes: number | null;
  isBusy: boolean;
  onSet: (bytes: number | null) => void;
}

function RoomField({ label, used, quotaBytes, isBusy, onSet }: FieldProps) {
  const [typed, setTyped] = useState(writeGigabytes(quotaBytes));
  const [error, setError] = useState<string | undefined>(undefined);
  const set = (event: FormEvent) => {
    event.preventDefault();
    const bytes = readGigabytes(typed);
    setError(bytes === undefined ? "Give a number of gigabytes, or nothing for what is configured." : undefined);
    if (bytes !== undefined) onSet(bytes);
  };
  return (
    <form className="flex items-end gap-2" onSubmit={set}>
      <TextField
        label={label}
        aside={used}
        error={error}
        inputMode="decimal"
        name="gigabytes"
        frameClassName="min-w-0 flex-1"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      <Button type="submit" disabled={isBusy}>
        Set<span className="sr-only">: {label}</span>
      </Button>
    </form>
  );
}
