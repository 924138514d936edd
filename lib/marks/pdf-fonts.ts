import path from "node:path";

const SETS = ["latin", "latin-ext", "greek", "greek-ext", "cyrillic", "cyrillic-ext", "vietnamese"] as const;
/** Stands for a sign that no font has. */
const MISSING = "?";

/** What this file needs to know of a font as pdfkit keeps it. */
interface KeptFont {
  id: string;
  font: { hasGlyphForCodePoint(codePoint: number): boolean };
  encode(text: string): [string[], { advanceWidth: number }[]];
  ref(): unknown;
}

type Document = PDFKit.PDFDocument & { _font: KeptFont };

/** Glyphs of one font, in hexadecimal. */
export interface Run {
  font: KeptFont;
  hex: string;
}

/** Words as they are drawn; the width in points at size 1. */
export interface Drawn {
  runs: Run[];
  width: number;
}

/** A sign as it is drawn. */
interface Sign {
  font: KeptFont;
  hex: string;
  width: number;
}

/**
 * Inter in parts, each with the signs of some scripts. A sign that none has, such as an emoji, is shown as a question mark. Signs are encoded
 * once a document and set side by side: pdfkit's own way to shape words takes twenty seconds for what takes one so.
 */
export class PdfFonts {
  private readonly fonts = new Map<string, KeptFont>();
  private readonly fontOf = new Map<string, KeptFont | null>();
  private readonly signs = new Map<string, Sign>();
  private readonly words = new Map<string, Drawn>();

  constructor(private readonly document: PDFKit.PDFDocument) {
    for (const set of SETS) document.registerFont(set, findFont(set));
  }

  draw(word: string): Drawn {
    const known = this.words.get(word);
    if (known) return known;
    const drawn: Drawn = { runs: [], width: 0 };
    for (const sign of word) {
      const { font, hex, width } = this.drawSign(sign);
      const last = drawn.runs.at(-1);
      if (last?.font === font) last.hex += hex;
      else drawn.runs.push({ font, hex });
      drawn.width += width;
    }
    this.words.set(word, drawn);
    return drawn;
  }

  private drawSign(sign: string): Sign {
    const known = this.signs.get(sign);
    if (known) return known;
    const [font, shown] = this.show(sign);
    const [glyphs, positions] = font.encode(shown);
    const width = positions.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) / 1000;
    const drawn = { font, hex: glyphs.join(""), width };
    this.signs.set(sign, drawn);
    return drawn;
  }

  private show(sign: string): [KeptFont, string] {
    for (const shown of [sign, MISSING]) {
      const font = this.findFor(shown);
      if (font) return [font, shown];
    }
    return [this.open(SETS[0]), ""];
  }

  private findFor(sign: string): KeptFont | null {
    const known = this.fontOf.get(sign);
    if (known !== undefined) return known;
    const codePoint = sign.codePointAt(0) ?? 0;
    const set = SETS.find((each) => this.open(each).font.hasGlyphForCodePoint(codePoint));
    const found = set === undefined ? null : this.open(set);
    this.fontOf.set(sign, found);
    return found;
  }

  private open(set: string): KeptFont {
    const known = this.fonts.get(set);
    if (known) return known;
    this.document.font(set);
    const font = (this.document as Document)._font;
    this.fonts.set(set, font);
    return font;
  }
}

function findFont(set: string): string {
  return path.join(process.cwd(), "node_modules/@fontsource/inter/files", `inter-${set}-400-normal.woff`);
}
