import Link from "next/link";
import type { ComponentPropsWithRef } from "react";
import { type ButtonLook, buildButtonLook } from "./button-look";

export type LinkButtonProps = ComponentPropsWithRef<typeof Link> & ButtonLook;

/** A way to another page with the look of a button. */
export function LinkButton({ variant, size, className, ...rest }: LinkButtonProps) {
  return <Link className={buildButtonLook({ variant, size, className })} {...rest} />;
}
