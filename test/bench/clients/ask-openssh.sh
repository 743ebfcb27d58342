# The clock of one router by OpenSSH, all lines typed ahead: xargs -P 100 -L 1 sh ask-openssh.sh < HOSTS
# Prints the lines of the answer that are wanted, and nothing else.
name=$1 address=$2 port=$3

printf '%s\n' enable "$BENCH_SECRET" 'terminal width 511' 'terminal length 0' "$BENCH_COMMAND" exit |
  sshpass -e ssh -tt -F none -p "$port" \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o LogLevel=ERROR \
    -o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 \
    ${BENCH_KEX:+-o "KexAlgorithms=$BENCH_KEX"} \
    "$BENCH_USER@$address" |
  grep -a -E "$BENCH_WANTED" || {
  echo "$name gave no answer" >&2
  exit 1
}
