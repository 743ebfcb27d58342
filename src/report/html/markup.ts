/** HTML that was written by flow; everything else is text. */
export class Markup {
  readonly source: string;

  /** @param source  HTML in which nothing came from elsewhere without being escaped */
  constructor(source: string) {
    this.source = source;
  }
}

/** What may stand in a template of HTML: text is escaped, `false`, `null` and `undefined` are nothing. */
export type Piece = string | number | false | null | undefined | Markup | readonly Markup[];

/**
 * Writes HTML: what is between `${` and `}` is escaped unless it is {@link Markup}, inside of quoted attributes as well.
 *
 * @example html`<b>${'<i>'}</b>`.source === '<b>&lt;i&gt;</b>'
 */
export function html(strings: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(strings.reduce((text, part, index) => text + write(pieces[index - 1]) + part));
}

/** A block of text as it is; the line break is one that the browser takes away. */
export function preformatted(text: string, attributes: Markup = html``): Markup {
  return html`<pre${attributes}>${new Markup('\n')}${text}</pre>`;
}

function write(piece: Piece): string {
  if (piece === false || piece === null || piece === undefined) return '';
  if (piece instanceof Markup) return piece.source;
  if (typeof piece === 'object') return piece.map(({ source }) => source).join('');
  return String(piece).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
