/** Classes shared by what floats above the page. */
export const FLOATING = "bg-paper-high text-ink shadow-float outline-none data-[state=open]:animate-arrive";
export const OVERLAY = "fixed inset-0 z-40 bg-[oklch(0_0_0/.4)]";
export const MENU_PANEL = `z-50 min-w-44 max-w-80 overflow-y-auto rounded-panel p-1 ${FLOATING}`;
export const MENU_ROW =
  "flex h-[30px] w-full cursor-default select-none items-center gap-2 rounded-control px-2 text-ui outline-none data-highlighted:bg-hover data-disabled:opacity-45 max-desk:h-11 [&_svg]:size-4 [&_svg]:shrink-0";
/** Kept apart from the row, as a dangerous one has a colour of its own. */
export const MENU_ROW_INK = "text-grey-1 data-highlighted:text-ink";
