import type { ComponentPropsWithRef } from "react";
import { type ButtonLook, buildButtonLook } from "./button-look";

export type ButtonProps = ComponentPropsWithRef<"button"> & ButtonLook;

/** A button that says what happens. One `go` a view. */
export function Button({ variant, size, className, type, ...rest }: ButtonProps) {
  return <button type={type ?? "button"} className={buildButtonLook({ variant, size, className })} {...rest} />;
}
