const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };

/** Makes any text safe inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/** Readable as it is; the page's script turns it into the reader's zone. */
export function renderTime(iso: string): string {
  return `<time datetime="${escapeHtml(iso)}" title="${escapeHtml(iso)}">${escapeHtml(iso.slice(0, 16).replace("T", " "))}</time>`;
}

/** The address of a message, with what is searched for and how it is looked at. */
export function buildMessageHref(id: string, query: string, view = ""): string {
  const search = new URLSearchParams({ ...(query !== "" && { q: query }), ...(view !== "" && { view }) }).toString();
  return `/messages/${encodeURIComponent(id)}${search === "" ? "" : `?${search}`}`;
}

/** Text with its web addresses as links that open beside the mailbox. */
export function linkText(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"']*[^\s<>"'.,;:!?)\]])/)
    .map((part, at) => {
      const safe = escapeHtml(part);
      return at % 2 === 1 ? `<a href="${safe}" target="_blank" rel="noopener noreferrer">${safe}</a>` : safe;
    })
    .join("");
}

const SHAPES = {
  segno:
    '<path d="M16.6 6.2C15.5 4.7 13.9 4 12 4 9.4 4 7.4 5.5 7.4 7.7c0 2.4 2.2 3.2 4.6 4.3s4.6 1.9 4.6 4.3C16.6 18.5 14.6 20 12 20c-1.9 0-3.5-.7-4.6-2.2"/><path d="M18.5 4.5 5.5 19.5"/><circle cx="5.8" cy="12.4" r="1.15" fill="currentColor" stroke="none"/><circle cx="18.2" cy="11.6" r="1.15" fill="currentColor" stroke="none"/>',
  search: '<circle cx="11" cy="11" r="7"/><path d="m20.5 20.5-4.4-4.4"/>',
  back: '<path d="m14.5 5.5-6.5 6.5 6.5 6.5"/>',
  clip: '<path d="m20 11-8.4 8.4a5 5 0 0 1-7-7L13 4a3.3 3.3 0 0 1 4.7 4.7l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4L14.5 7"/>',
};

export function drawIcon(name: keyof typeof SHAPES): string {
  return `<svg class="i" viewBox="0 0 24 24" aria-hidden="true">${SHAPES[name]}</svg>`;
}

/** The tab's picture: the sign alone, in a grey that shows on light and dark. */
export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#8a8782" color="#8a8782" stroke-width="2" stroke-linecap="round">${SHAPES.segno}</svg>`;
