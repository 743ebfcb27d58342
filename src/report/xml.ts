import { printable } from '../error/printable.js';

/** One without a value is left out. */
export type XmlAttributes = Record<string, string | number | null>;

/** `<case name="a &amp; b">` */
export function openTag(name: string, attributes: XmlAttributes): string {
  const given = Object.entries(attributes).filter(([, value]) => value !== null);
  const written = given.map(([key, value]) => ` ${key}="${escapeXml(String(value), true)}"`);
  return `<${name}${written.join('')}>`;
}

/** `<case name="a &amp; b"/>` */
export function emptyTag(name: string, attributes: XmlAttributes): string {
  return `${openTag(name, attributes).slice(0, -1)}/>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/**
 * Makes a text fit for XML 1.0: control characters are made visible, and what XML cannot write at all becomes U+FFFD.
 *
 * `>` is escaped as well, for `]]>` must not stand in XML; and not even as a reference may the two last characters of the basic plane.
 */
export function escapeXml(text: string, isAttribute = false): string {
  return printable(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(isAttribute ? /[&<>"\n\t]/g : /[&<>]/g, (character) => ENTITIES[character] ?? character);
}
