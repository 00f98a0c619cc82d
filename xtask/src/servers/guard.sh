# Runs a server for as long as standard input is open; then ends it, with all that it started.
#
# Whoever started this script may end in any way, also by a signal: the system closes the pipe then. The script is the first of its
# process group, so that a Ctrl-C of the terminal does not reach it, and a signal to the group reaches only what is its own.
exec 3<&0 </dev/null
"$@" 3<&- &
server=$!
(
    trap '' TERM
    read -r _ <&3
    kill -s TERM 0
    left=100
    while kill -0 "$server" 2>/dev/null && [ "$left" -gt 0 ]; do
        sleep 0.1
        left=$((left - 1))
    done
    kill -s KILL 0
) &
trap : TERM
# A signal ends `wait`, not the server.
while kill -0 "$server" 2>/dev/null; do
    wait "$server"
done
# What the server left behind, and the one who watches the pipe.
kill -s KILL 0
