"use client";
import type { ReactNode } from "react";
import { Avatar } from "@/app/_ui/avatar";
import { Kbd } from "@/app/_ui/kbd";
import { PersonMark, personStyle } from "@/app/_ui/person-mark";
import { personIndexOf } from "@/lib/core/person-index";
import { LessonWave } from "./lesson-wave";
import { usePerson } from "./person";

/** What to know before the first take, on the empty pages. */
export function Lessons() {
  const person = usePerson();
  return (
    <ul className="mt-9 grid gap-x-8 desk:grid-cols-3 max-desk:mt-4">
      <Lesson
        title="Bounce again, keep the song"
        picture={
          <span className="flex gap-1">
            {["v1", "v2", "v3"].map((label) => (
              <span
                key={label}
                className="ring-line grid h-7 min-w-[38px] place-items-center rounded-control font-strong text-grey-1 last:bg-ink last:text-paper last:shadow-none max-desk:min-w-9"
              >
                {label}
              </span>
            ))}
          </span>
        }
      >
        A new file becomes the next version. The older ones stay beside it, with what was said about them.
      </Lesson>
      <Lesson
        title="Mark the moment"
        picture={
          <span className="relative block h-16 w-full" style={personStyle(personIndexOf(person.id))}>
            <LessonWave />
            <span className="absolute inset-y-0 left-[38%] border-(--c) border-l" />
            <PersonMark
              name={person.name}
              personIndex={personIndexOf(person.id)}
              className="absolute top-0.5 left-[38%] -translate-x-1/2"
            />
          </span>
        }
      >
        Press <Kbd>C</Kbd> while it plays. Your words stay on the second you meant.
      </Lesson>
      <Lesson
        title="Bring the others"
        picture={
          <span className="flex items-center gap-1.5">
            <Avatar name={person.name} />
            <span className="size-[26px] rounded-full border border-edge border-dashed" />
            <span className="size-[26px] rounded-full border border-edge border-dashed" />
          </span>
        }
      >
        Share one song or the whole project, by mail or by a link. You say who may listen, comment or upload.
      </Lesson>
    </ul>
  );
}

function Lesson({ title, picture, children }: { title: string; picture: ReactNode; children: ReactNode }) {
  return (
    <li className="max-desk:grid max-desk:grid-cols-[122px_minmax(0,1fr)] max-desk:items-center max-desk:gap-x-4 max-desk:border-grey-3 max-desk:border-b max-desk:py-3.5">
      <div aria-hidden className="flex h-16 items-center border-grey-3 border-b max-desk:h-14 max-desk:border-b-0">
        {picture}
      </div>
      <div>
        <h3 className="mt-4 font-strong text-ui max-desk:mt-0">{title}</h3>
        <p className="mt-[3px] text-pretty text-grey-1 text-ui">{children}</p>
      </div>
    </li>
  );
}
