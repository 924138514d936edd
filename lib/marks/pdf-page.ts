import { type Drawn, PdfFonts } from "./pdf-fonts";

export const MARGIN = 48;
const LINE = 1.4;
/** From the top of a line to what its letters stand on. */
const BASE = 1.05;

interface Style {
  size: number;
  /** Six hexadecimal digits. */
  color: string;
  /** From the left margin. */
  indent?: number;
}

/** What pdfkit's own types leave out. */
interface Internals {
  page: { height: number; fonts: Record<string, unknown> };
  addContent(data: string): void;
}

/** Writes text down a page and onto the next. */
export class PdfPage {
  private readonly fonts: PdfFonts;
  y = MARGIN;

  constructor(readonly document: PDFKit.PDFDocument) {
    this.fonts = new PdfFonts(document);
  }

  get width(): number {
    return this.document.page.width - 2 * MARGIN;
  }

  /** Goes on to a new page unless there is so much room. */
  keepRoom(height: number): void {
    if (this.y + height <= this.document.page.height - MARGIN) return;
    this.document.addPage();
    this.y = MARGIN;
  }

  write(text: string, style: Style): void {
    const indent = style.indent ?? 0;
    for (const line of this.wrap(text, (this.width - indent) / style.size)) {
      this.keepRoom(style.size * LINE);
      this.drawLine(line, MARGIN + indent, style);
      this.y += style.size * LINE;
    }
  }

  /** The operators of one line; pages of pdfkit count from the top, text from the bottom. */
  private drawLine(words: Drawn[], x: number, { size, color }: Style): void {
    const document = this.document as unknown as Internals;
    const { height, fonts } = document.page;
    const shown: string[] = [];
    let current = "";
    let hex = "";
    for (const { font, hex: glyphs } of words.flatMap(({ runs }) => runs)) {
      fonts[font.id] ??= font.ref();
      if (font.id !== current) {
        if (hex !== "") shown.push(`<${hex}> Tj`);
        shown.push(`/${font.id} ${size} Tf`);
        [current, hex] = [font.id, ""];
      }
      hex += glyphs;
    }
    if (hex === "") return;
    shown.push(`<${hex}> Tj`);
    const at = `${x.toFixed(2)} ${(height - this.y - size * BASE).toFixed(2)} Td`;
    document.addContent(
      `q 1 0 0 -1 0 ${height.toFixed(2)} cm /DeviceRGB cs ${toUnits(color)} scn BT ${at} ${shown.join(" ")} ET Q`,
    );
  }

  private wrap(text: string, width: number): Drawn[][] {
    return text.split("\n").flatMap((paragraph) => this.wrapParagraph(paragraph, width));
  }

  private wrapParagraph(paragraph: string, width: number): Drawn[][] {
    const lines: Drawn[][] = [];
    let [line, used]: [Drawn[], number] = [[], 0];
    for (const word of paragraph.split(/(?<= )/u).flatMap((each) => this.cutLong(each, width))) {
      const drawn = this.fonts.draw(word);
      if (line.length > 0 && used + this.fonts.draw(word.trimEnd()).width > width) {
        lines.push(line);
        [line, used] = [[], 0];
      }
      line.push(drawn);
      used += drawn.width;
    }
    return [...lines, line];
  }

  /** A word that is wider than the page is cut. */
  private cutLong(word: string, width: number): string[] {
    if (this.fonts.draw(word).width <= width) return [word];
    const parts: string[] = [""];
    let used = 0;
    for (const sign of word) {
      const wide = this.fonts.draw(sign).width;
      if (used + wide > width) {
        parts.push("");
        used = 0;
      }
      parts.push(`${parts.pop() ?? ""}${sign}`);
      used += wide;
    }
    return parts;
  }
}

/** Parts of a colour from 0 to 1. */
function toUnits(color: string): string {
  return [0, 2, 4].map((at) => (Number.parseInt(color.slice(at, at + 2), 16) / 255).toFixed(3)).join(" ");
}
