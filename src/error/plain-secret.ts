/** As long as this, even a plain word is not met by chance. */
const LONG = 12;
const SHORT = 6;
/** How far before it a word may say what it is. */
const NEAR = 160;

// `cisco`, `Router`, `ADMIN`, `123456`; not `admin1`, `wrong-one`.
const ONE_KIND = /^(?:\p{Lu}?\p{Ll}+|\p{Lu}+|\d+)$/u;
const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

// What comes before a secret on its line: `password 0 `, `snmp-server community `, `Enable-Secret: `; not `Cisco IOS Software`.
const SPEAKS_OF_SECRET =
  /passw|passp|passcode|pwd|secret|token|communit|credential|psk|auth|snmp-server|snmp-agent|md5|\bkey\b|[-_]key/i;

/** Whether a secret is a word or number that ordinary text may hold by chance: under 6 characters, or under 12 and all of one kind. */
export function isPlainWord(secret: string): boolean {
  return secret.length < SHORT || (secret.length < LONG && ONE_KIND.test(secret));
}

/**
 * Whether a plain word at a place of a text stands there as a secret: as a whole word, alone on its line or behind something that speaks of one.
 *
 * @example `username bob password 0 cisco` and a line `cisco` are so; `www.cisco.com`, `cisco_ios` and `Cisco IOS` are not
 */
export function standsAsSecret(text: string, at: number, length: number): boolean {
  const end = at + length;
  if (isJoined(text, at - 1, at) || isJoined(text, end, end - 1)) return false;
  const near = text.slice(Math.max(0, at - NEAR), at);
  const before = near.slice(near.lastIndexOf('\n') + 1);
  if (SPEAKS_OF_SECRET.test(before)) return true;
  if (before.trim() !== '' || (before === near && at > NEAR)) return false;
  const after = text.slice(end, end + NEAR).split('\n', 1)[0] ?? '';
  return after.trim() === '' && after.length < NEAR;
}

/** Whether the character beside a word belongs to it. */
function isJoined(text: string, beside: number, edge: number): boolean {
  const character = text[beside];
  return character !== undefined && WORD_CHARACTER.test(character) && WORD_CHARACTER.test(text[edge] as string);
}
