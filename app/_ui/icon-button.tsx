"use client";
import { Slot } from "radix-ui/slot";
import type { ComponentPropsWithRef, ReactNode } from "react";
import { joinClasses } from "./class-names";
import { Tooltip } from "./tooltip";

const SIZES = {
  small: "size-[22px] [&_svg]:size-3.5 touch-44",
  medium: "size-[30px] [&_svg]:size-4 max-desk:size-11",
  large: "size-9 [&_svg]:size-[19px] max-desk:size-11",
};

export type IconButtonProps = Omit<ComponentPropsWithRef<"button">, "aria-label" | "title"> & {
  /** The name for a screen reader, and the tooltip. */
  label: string;
  keys?: string[];
  size?: keyof typeof SIZES;
  variant?: "quiet" | "line";
  tooltipSide?: "top" | "right" | "bottom" | "left";
  /** Renders the only child, a link, as the button. */
  asChild?: boolean;
  children: ReactNode;
};

/** An icon one can press, always with a name. `aria-pressed` shows in accent. */
export function IconButton({
  label,
  keys,
  size = "medium",
  variant = "quiet",
  tooltipSide,
  asChild = false,
  className,
  type,
  ...rest
}: IconButtonProps) {
  const Root = asChild ? Slot : "button";
  return (
    <Tooltip content={label} keys={keys} side={tooltipSide}>
      <Root
        type={asChild ? undefined : (type ?? "button")}
        aria-label={label}
        className={joinClasses(
          "relative inline-grid shrink-0 place-items-center rounded-control text-grey-1 transition-[background-color,color] hover:bg-hover hover:text-ink active:bg-press",
          "disabled:cursor-not-allowed disabled:opacity-45 disabled:hover:bg-transparent aria-pressed:text-accent-text",
          variant === "line" && "ring-line",
          SIZES[size],
          className,
        )}
        {...rest}
      />
    </Tooltip>
  );
}
