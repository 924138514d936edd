/** Classes shared by what floats above the page. */
export const FLOATING = "bg-paper-high text-ink shadow-float outline-none data-[state=open]:animate-arrive";
export const OVERLAY = "fixed inset-0 z-40 bg-[oklch(0_0_0/.4)]";
export const MENU_PANEL = `z-50 min-w-44 max-w-80 overflow-y-auto rounded-panel p-1 ${FLOATING}`;
export const MENU_ROW =
  "flex h-[30px] w-full cursor-default select-none items-center gap-2 rounded-control px-2 text-ui text-grey-1 outline-none data-highlighted:bg-hover data-highlighted:text-ink data-disabled:opacity-45 max-desk:h-11 [&_svg]:size-4 [&_svg]:shrink-0";
