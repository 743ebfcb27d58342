/** One simple command of a line: its words, and when it runs. */
export interface SimpleCommand {
  words: string[];
  /** `NAME=value` in front of the words. */
  assignments: [name: string, value: string][];
  /** Runs always, only after a success (`&&`), or only after a failure (`||`). */
  condition: 'always' | 'success' | 'failure';
  /** Its output goes to the next command. */
  isPiped: boolean;
}

interface Token {
  text: string;
  isOperator: boolean;
}

/**
 * Splits a line as a shell does: quotes, `;`, `&&`, `||`, `|`, `$NAME` and `$?`. Redirections are left out of the words.
 *
 * @param lookUp  gives what a variable stands for
 * @returns undefined when a quote is not closed
 */
export function parseShellLine(line: string, lookUp: (name: string) => string): SimpleCommand[] | undefined {
  const tokens = splitTokens(line, lookUp);
  if (!tokens) return undefined;
  const commands: SimpleCommand[] = [];
  let command = emptyCommand('always');
  for (const { text, isOperator } of tokens) {
    if (isOperator) {
      command.isPiped = text === '|';
      commands.push(command);
      command = emptyCommand(text === '&&' ? 'success' : text === '||' ? 'failure' : 'always');
      continue;
    }
    // `PS1=x`, not `=x` nor `--color=auto`
    const assignment = command.words.length === 0 ? /^([A-Za-z_]\w*)=(.*)$/s.exec(text) : null;
    if (assignment) command.assignments.push([assignment[1] ?? '', assignment[2] ?? '']);
    else if (!/^\d?>(?:>|&\d)?/.test(text)) command.words.push(text);
  }
  return [...commands, command];
}

function splitTokens(line: string, lookUp: (name: string) => string): Token[] | undefined {
  const tokens: Token[] = [];
  let word: string | undefined;
  const end = () => {
    if (word !== undefined) tokens.push({ text: word, isOperator: false });
    word = undefined;
  };
  // One step at a time: blank, operator, quoted part, variable, escaped or plain character.
  const part = /(\s+)|(&&|\|\||;|\|)|'([^']*)'|"((?:\\.|[^"\\])*)"|\$(\?|\w+|\{\w+\})|\\(.)|(["'])|(.)/gsy;
  for (const [, blank, operator, single, double, name, escaped, open, plain] of line.matchAll(part)) {
    if (open !== undefined) return undefined;
    if (blank !== undefined) end();
    else if (operator !== undefined) {
      end();
      tokens.push({ text: operator, isOperator: true });
    } else
      word =
        (word ?? '') +
        (single ??
          (double === undefined ? undefined : expand(double, lookUp)) ??
          escaped ??
          plain ??
          lookUp(bare(name)));
  }
  end();
  return tokens;
}

function expand(text: string, lookUp: (name: string) => string): string {
  return text.replace(
    /\\(["\\$`])|\$(\?|\w+|\{\w+\})/g,
    (_all, escaped?: string, name?: string) => escaped ?? lookUp(bare(name)),
  );
}

function bare(name = ''): string {
  return name.replace(/[{}]/g, '');
}

function emptyCommand(condition: SimpleCommand['condition']): SimpleCommand {
  return { words: [], assignments: [], condition, isPiped: false };
}
