/** The shells whose completion flow knows. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/*
 * Each script hands the line up to the cursor to flow, as one word, and takes words back: what was typed and what is
 * proposed is never run or expanded. It asks the very flow that is being typed, so that a project's own one answers.
 */

/** What bash replaces is not the whole word but what is behind the last `=`, `:` or `@` (COMP_WORDBREAKS): flow is told that piece. */
const BASH = `# flow's words for the Tab of bash. For every new shell:
#   echo 'eval "$(flow completion bash)"' >> ~/.bashrc
_flow() {
  local program=$1 words
  [[ $program == '~/'* ]] && program=$HOME/\${program:2}
  mapfile -t words < <("$program" completion bash -- "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
  COMPREPLY=("\${words[@]}")
  [[ \${words[0]-} == *[/=] ]] && compopt -o nospace
}
complete -o nosort -F _flow flow
`;

const ZSH = `#compdef flow
# flow's words for the Tab of zsh. For every new shell, behind compinit:
#   echo 'eval "$(flow completion zsh)"' >> ~/.zshrc
_flow() {
  local program=$words[1] line word
  local -a whole wholeShown begun begunShown
  [[ $program == '~/'* ]] && program=$HOME/\${program#'~/'}
  while IFS= read -r line; do
    word=\${line%%$'\\t'*}
    if [[ $word == *[/=] ]]; then
      begun+=("$word") begunShown+=("\${line/$'\\t'/  -- }")
    else
      whole+=("$word") wholeShown+=("\${line/$'\\t'/  -- }")
    fi
  done < <("$program" completion zsh -- "\${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" 2>/dev/null)
  (( $#whole )) && compadd -V flow -l -d wholeShown -a whole
  (( $#begun )) && compadd -V begun -l -d begunShown -S '' -a begun
  (( $#whole + $#begun ))
}
if [[ $funcstack[1] == _flow ]]; then _flow; else compdef _flow flow; fi
`;

const FISH = `# flow's words for the Tab of fish. For every new shell:
#   flow completion fish > ~/.config/fish/completions/flow.fish
function __flow_words
    set -l program (commandline --current-process --tokenize --cut-at-cursor)[1]
    set program (string replace --regex '^~/' "$HOME/" -- $program)
    $program completion fish -- (commandline --current-process --cut-at-cursor | string collect) 2>/dev/null
end
complete --command flow --no-files --keep-order --arguments '(__flow_words)'
`;

/** The script that a shell reads to complete flow's words. */
export const SHELL_SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH, zsh: ZSH, fish: FISH };
