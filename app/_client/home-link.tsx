"use client";
import { useRouter } from "next/navigation";
import type { MouseEvent } from "react";
import { type ButtonLook, buildButtonLook } from "../_ui/button-look";

const HOME = "/";

/**
 * The way out of a page that is not there or failed; what plays goes on. Next.js sends these pages' scripts along with every
 * page, each with what it needs, so this is no `Link`, which would come again with each of them.
 */
export function HomeLink(look: ButtonLook) {
  const router = useRouter();
  const go = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.push(HOME);
  };
  return (
    <a href={HOME} onClick={go} className={buildButtonLook(look)}>
      Go to your songs
    </a>
  );
}
