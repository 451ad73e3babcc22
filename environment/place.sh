# Sourced by ./lab. What the course's folder must be like, and how ./lab works in it: one at a time,
# and leaving nothing behind that runs on, however it ends.
# shellcheck shell=bash disable=SC2154  # root and state are set by ./lab and setup.sh

say() { printf 'lab: %s\n' "$*" >&2; }

# tell TEXT: prints it; fails if it cannot be written.
tell() { printf '%s\n' "$*" 2>/dev/null || fail "could not write to the standard output"; }

# row FORMAT WORD…: tells a line as printf forms it.
# shellcheck disable=SC2059  # that is what it is for
row() { tell "$(printf "$@")"; }

explained=
fail() {
    say "$*"
    explained=1
    exit 1
}

# Whatever ends ./lab, its last line says why.
ended() {
    local status=$1
    [[ $status -eq 0 || -n $explained ]] && return
    if [[ $status -gt 128 ]]; then
        say "interrupted; the next ./lab continues from here"
    elif ! enough_space; then
        say "the disk of $state is full ($(free_mb) MB left); free some space, then run ./lab again"
    else
        say "setup failed; the line above says why. ./lab doctor checks what is missing"
    fi
}

# check_streams: a closed standard output is refused, because what is opened next would get its number and be written to.
check_streams() {
    { : 3<&0; } 2>/dev/null || exec </dev/null
    { : 3>&2; } 2>/dev/null || exec 2>/dev/null
    { : 3>&1; } 2>/dev/null || fail "the standard output is closed; >/dev/null drops what is printed"
}

trap 'ended $?' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# Java decodes file names by the locale; if that is ASCII, a path with other letters is invalid.
speak_utf8() {
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-}}} in
        *[Uu][Tt][Ff]*) ;;
        *) [[ $(uname) == Darwin ]] || export LC_ALL=C.UTF-8 ;;
    esac
}

# A few megabytes are needed to run at all.
least_mb=20

# check_place [MB]: fails if this folder is not writable, or has less free space than that.
check_place() {
    case $root in
        *:* | *$'\n'*) fail "the path $root has a colon or a line break in it, which no Java class path can have; move the folder, then run ./lab again" ;;
    esac
    if ! { [[ -d $state ]] || mkdir -p "$state"; : >>"$state/lock"; } 2>/dev/null; then
        enough_space || no_space "$least_mb"
        not_writable
    fi
    enough_space "${1:-}" || no_space "${1:-$least_mb}"
}

not_writable() {
    local place=$state owner
    [[ -e $place ]] || place=$root
    owner=$(ls -ld "$place" | awk '{print $3}')
    if [[ $owner != "$(id -un)" ]]; then
        fail "$place belongs to $owner and cannot be written by $(id -un); copy the folder to one of yours (cp -r \"$root\" ~/cni-lab) and run ./lab there"
    fi
    fail "$place cannot be written (is the disk mounted read-only?); copy the folder to where you can write (cp -r \"$root\" ~/cni-lab) and run ./lab there"
}

no_space() { fail "$(free_mb) MB are free on the disk of $root, and ./lab needs about $1 MB; make room, then run ./lab again"; }

enough_space() {
    local free
    free=$(free_mb)
    [[ -z $free || $free -ge ${1:-$least_mb} ]]
}

# The free disk space; empty if it is unknown.
free_mb() {
    local available='([0-9]+) +[0-9]+% '
    if [[ $(df -Pk "$root") =~ $available ]]; then echo $((BASH_REMATCH[1] / 1024)); fi
}

# Only one ./lab at a time may change .lab/. The lock is the system's, on the open file: it ends with us.
lock() {
    exec 9>"$state/lock"
    python3 - <<'PYTHON' || fail "the lock $state/lock could not be had"
import fcntl, sys
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("lab: another ./lab is setting up; waiting for it", file=sys.stderr)
    try:
        fcntl.flock(9, fcntl.LOCK_EX)
    except KeyboardInterrupt:
        sys.exit(1)
PYTHON
}

unlock() { exec 9>&-; }

# lives PID: whether a process runs. One that has ended counts as ended even if nobody has waited for it.
lives() {
    local state
    kill -0 "$1" || return 1
    [[ -r /proc/$1/stat ]] || return 0
    state=$(<"/proc/$1/stat") || return 1
    [[ ${state##*) } != Z* ]]
}

# tied COMMAND…: runs a program that is ended even if this shell is killed and cannot do it itself.
tied() {
    local mine=$$ number=$state/tied.$$ watcher status=0
    (
        exec 9>&- >/dev/null 2>&1
        trap - EXIT
        trap '' INT HUP
        while lives "$mine"; do sleep 1; done
        kill "$(cat "$number")"
        rm -f "$number"
    ) &
    watcher=$!
    sh -c 'echo $$ >"$0" && exec "$@"' "$number" "$@" || status=$?
    kill "$watcher" 2>/dev/null
    wait "$watcher" 2>/dev/null || true
    rm -f "$number"
    return "$status"
}
