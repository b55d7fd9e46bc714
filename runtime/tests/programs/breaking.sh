# A JSON-RPC server by lines on standard input and output that breaks: breaking.sh [SIDE AT ACT]
#   SIDE  to-client or from-client: which bytes are counted
#   AT    how many of them pass
#   ACT   close (ends), reset (is killed), stall (stays, and does nothing any more)
# It says on its standard error what it got, how many bytes it sent, and when it broke.
side=${1:-none} left=$2 act=$3
newline='
'

strike() {
  echo "struck here" >&2
  case $act in
    close) exit 0 ;;
    reset) kill -9 $$ ;;
    stall) exec sleep 3600 ;;
  esac
}

say() {
  text=$1$newline
  if [ "$side" = to-client ] && [ ${#text} -ge "$left" ]; then
    printf "%.${left}s" "$text"
    strike
  fi
  printf %s "$text"
  echo "sent ${#text}" >&2
  left=$((left - ${#text}))
}

# answer REQUEST: sets `answer` to what answers it.
answer() {
  id=${1#*'"id":'}
  id=${id%%[,\}]*}
  result=${1#*'"params":['}
  result=${result%%]*}
  case $1 in *'"watch"'*) result='"s1"' ;; esac
  answer="{\"jsonrpc\":\"2.0\",\"id\":$id,\"result\":$result}"
}

if [ "$side" = from-client ]; then
  # The shell reads its input byte by byte, so nothing is taken that is not asked for.
  [ "$left" = 0 ] && strike
fi
while IFS= read -r line; do
  if [ "$side" = from-client ]; then
    # The newline counts too.
    [ $((${#line} + 1)) -ge "$left" ] && strike
    left=$((left - ${#line} - 1))
  fi
  echo "got $line" >&2
  case $line in
    '['*)
      answer "${line#*\},}"
      last=$answer
      answer "$line"
      say "[$last,$answer]"
      ;;
    *)
      answer "$line"
      say "$answer"
      case $line in *'"watch"'*)
        say '{"jsonrpc":"2.0","method":"tick","params":{"subscription":"s1","result":7}}'
      esac
      ;;
  esac
done
