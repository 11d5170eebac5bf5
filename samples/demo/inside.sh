# Mail and state dumps of the demonstration. Sourced, not run.

open_mailbox() {
    touch "$STAGE/mails.txt"
    (ip netns exec "$LAN-mail" python3 samples/demo/mailbox.py 10.20.0.25 25 >"$STAGE/mails.txt" 2>&1) 2>/dev/null &
    wait_until grep -q open "$STAGE/mails.txt"
}

arrived() {
    grep -qF -- "$1" "$STAGE/mails.txt"
}

# show_mail SUBJECT: waits for it, and prints its last arrival.
show_mail() {
    wait_until arrived "$1"
    awk -v subject="$1" '
        /^--- / { take = index($0, subject) > 0; if (take) mail = ""; next }
        take { mail = mail $0 "\n" }
        END { printf "%s", mail }' "$STAGE/mails.txt"
    echo
}

show_subjects() {
    sed -n 's/^--- [0-9.]* /    mailbox      | /p' "$STAGE/mails.txt"
    echo
}

# dump_state NAME: as kill -USR1 by hand; TMPDIR of a director is its own, so the files are not in /tmp.
dump_state() {
    rm -f "$STAGE/$1/keepalived.data" "$STAGE/$1/keepalived_actors.json"
    kill -USR1 "$(cat "$STAGE/$1.pid")"
    wait_until dumped "$1"
}

dumped() {
    grep -qs 'Mails:' "$STAGE/$1/keepalived.data" && grep -qs '}$' "$STAGE/$1/keepalived_actors.json"
}

# The telling lines of more than a hundred.
show_dump() {
    local file=$STAGE/$1/keepalived.data
    {
        grep -E '^ VRRP Instance|^   (State = [A-Z]+$|Last (transition|reason)|Interface =|Priority|Effective)' "$file"
        grep -A 1 'Virtual IP' "$file"
        awk '/^ Actor = / { actor = $0 } actor && /Restarts/ { print actor ", restarts: " $3; actor = "" }' "$file"
        grep -E 'Mails:' "$file"
    } | sed "s/^/    director $1 |/"
    echo
}

show_json() {
    python3 - "$STAGE/$1/keepalived_actors.json" <<'PROGRAM'
import json
import sys

state = json.load(open(sys.argv[1]))
instance = {key: state["instances"][0][key] for key in ("name", "state", "effective_priority")}
restarts = {actor["path"].split("/")[-1]: actor["restarts"] for actor in state["actors"]}
mails = {key: value for key, value in state["notify"].items() if key.startswith("mails")}
print("    director one | instances[0]:", json.dumps(instance))
print("    director one | restarts:    ", json.dumps(restarts))
print("    director one | notify:      ", json.dumps(mails))
PROGRAM
}
