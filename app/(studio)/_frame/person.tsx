"use client";
import { createContext, type ReactNode, useContext } from "react";

export interface FramePerson {
  id: string;
  name: string;
  email: string;
  isVerified: boolean;
  /** Looks after this Segno. */
  isAdmin: boolean;
}

const PersonContext = createContext<FramePerson | null>(null);

export function PersonProvider({ person, children }: { person: FramePerson; children: ReactNode }) {
  return <PersonContext value={person}>{children}</PersonContext>;
}

/** Who is signed in here. */
export function usePerson(): FramePerson {
  const person = useContext(PersonContext);
  if (!person) throw new Error("usePerson needs a PersonProvider above it");
  return person;
}
