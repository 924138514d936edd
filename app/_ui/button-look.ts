import { joinClasses } from "./class-names";

type ButtonVariant = "line" | "go" | "quiet" | "danger";
type ButtonSize = "small" | "medium" | "large";

const VARIANTS: Record<ButtonVariant, string> = {
  line: "ring-line text-ink hover:bg-hover active:bg-press",
  go: "bg-accent text-on-accent hover:bg-accent-hover active:brightness-95",
  quiet: "text-grey-1 hover:bg-hover hover:text-ink active:bg-press",
  danger: "ring-line text-bad-text hover:bg-bad-wash active:bg-press",
};

const SIZES: Record<ButtonSize, string> = {
  small: "h-[26px] px-2 text-meta max-desk:h-9",
  medium: "h-[30px] px-[11px] text-ui max-desk:h-11 max-desk:px-4",
  large: "h-[42px] px-4 text-body max-desk:h-12",
};

export interface ButtonLook {
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  className?: string | undefined;
}

/** The look of a button, for a link as well. */
export function buildButtonLook({ variant = "line", size = "medium", className }: ButtonLook = {}): string {
  return joinClasses(
    "inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-control font-strong transition-[background-color,color]",
    "disabled:cursor-not-allowed disabled:opacity-45 aria-disabled:cursor-not-allowed aria-disabled:opacity-45 [&_svg]:size-4 [&_svg]:shrink-0",
    VARIANTS[variant],
    SIZES[size],
    className,
  );
}
