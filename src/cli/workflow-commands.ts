// The runner reads commands at the beginning of a line ("::error::x", with blanks before it), and old ones anywhere in it ("##[error]x").
const COMMAND = /^\s*::|##\[/m;

/**
 * Writes a workflow command of GitHub Actions on a line of its own; what it says cannot become a second one.
 *
 * @example workflowCommand('error', { file: 'a.yaml', line: 3 }, 'no\nanswer') === '::error file=a.yaml,line=3::no%0Aanswer\n'
 * @see actions/runner src/Runner.Common/ActionCommand.cs for what is read, and how it is escaped
 */
export function workflowCommand(
  name: string,
  properties: Record<string, string | number | undefined>,
  message: string,
): string {
  const given = Object.entries(properties).filter(([, value]) => value !== undefined);
  const written = given.map(([key, value]) => `${key}=${escapeProperty(String(value))}`).join(',');
  return `::${name}${written === '' ? '' : ` ${written}`}::${escapeMessage(message)}\n`;
}

/**
 * Has the runner of GitHub Actions take text for text: where it would read a command in it, commands are switched off for as long as it
 * lasts, by a word that nobody can guess. All other text stays as it is.
 *
 * @param isLineStart  the text before it ended its line
 */
export function guardFromCommands(text: string, isLineStart: boolean, word = newWord()): string {
  if (!COMMAND.test(text)) return text;
  const before = isLineStart ? '' : '\n';
  const after = text.endsWith('\n') ? '' : '\n';
  return `${before}::stop-commands::${word}\n${text}${after}::${word}::\n`;
}

/** Loaded where it is needed, for every command of flow begins with this file. */
function newWord(): string {
  return process.getBuiltinModule('node:crypto').randomUUID();
}

function escapeMessage(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A').replace(/##\[/g, '# #[');
}

function escapeProperty(text: string): string {
  return escapeMessage(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}
