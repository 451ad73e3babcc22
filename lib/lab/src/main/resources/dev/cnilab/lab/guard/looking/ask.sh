#!/bin/sh
# In the place of a command that cannot look without privileges: gives the answer that was fetched for these very
# words, or notes that one is wanted. What is refused, or needs no privileges, runs as it is.
here=${0%/bin/*}
name=${0##*/}
itself() {
    PATH=${PATH#*:}
    export PATH
    exec "$name" "$@"
}
case "$name $* " in
"ip "*" netns "* | "ip netns "* | "ip "*"-n "*) ;;
"ip "*) itself "$@" ;;
esac
line=
for word in "$name" "$@"; do
    line="$line $(printf %s "$word" | base64 | tr -d '\n')"
done
line=${line# }
key=$(printf %s "$line" | sha256sum | cut -c1-64)
if [ -e "$here/answers/$key.status" ]; then
    cat "$here/answers/$key.out"
    cat "$here/answers/$key.err" >&2
    exit "$(cat "$here/answers/$key.status")"
fi
[ -e "$here/answers/$key.refused" ] && itself "$@"
echo "$line" >>"$here/asked"
exit 75
