#!/bin/sh
# Left here by CNI Lab. Keeps a copy of this node's CNI files and puts them back when the learner who
# changes them is gone: when $home/alive has not been touched for a while. `sh switch.sh restore` does
# so at once, `sh switch.sh disarm` takes all of this away.
root=${CNILAB_ROOT:-}
home=$root/var/lib/cni-lab
kept="/etc/cni/net.d /opt/cni/bin /run/flannel"

# Rules of the chains that people write to. Those of agents come back by themselves.
rules() {
    iptables -S 2>/dev/null | grep -E '^-A (INPUT|OUTPUT|FORWARD) ' | grep -v -E 'KUBE-|FLANNEL-|CNI-|cali-|CILIUM'
}

keep() {
    rm -rf "$home/new"
    for each in $kept; do
        [ -d "$root$each" ] || continue
        mkdir -p "$home/new$each"
        cp -a "$root$each/." "$home/new$each/" || exit 1
    done
    ip -o link 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\).* mtu \([0-9]*\) .*/\1 \2/p' >"$home/new/mtu"
    ip -4 route show dev flannel.1 2>/dev/null | sed 's/ linkdown//' >"$home/new/routes"
    rules >"$home/new/rules"
    rm -rf "$home/copy" "$home/restored"
    mv "$home/new" "$home/copy"
}

restore() {
    for each in $kept; do
        [ -d "$home/copy$each" ] || continue
        mkdir -p "$root$each"
        find "$root$each" -mindepth 1 -delete
        cp -a "$home/copy$each/." "$root$each/"
    done
    while read -r name mtu; do
        ip link set dev "$name" mtu "$mtu" 2>/dev/null
    done <"$home/copy/mtu"
    restore_bridge
    while read -r route; do
        eval "ip route replace $route dev flannel.1" 2>/dev/null
    done <"$home/copy/routes"
    restore_rules
    date >"$home/restored"
}

# The bridge has the address of the range that flannel's agent has written down.
restore_bridge() {
    range=$(sed -n 's/^FLANNEL_SUBNET=//p' "$root/run/flannel/subnet.env" 2>/dev/null)
    has=$(ip -o -4 addr show dev cni0 2>/dev/null | sed 's/.* inet \([^ ]*\).*/\1/')
    [ -n "$range" ] && [ -n "$has" ] && [ "$has" != "$range" ] || return 0
    ip addr flush dev cni0 && ip addr add "$range" brd + dev cni0
}

restore_rules() {
    rules >"$home/rules"
    while read -r rule; do
        grep -qxF -e "$rule" "$home/copy/rules" || eval "iptables -D ${rule#-A }"
    done <"$home/rules"
    while read -r rule; do
        grep -qxF -e "$rule" "$home/rules" || eval "iptables -A ${rule#-A }"
    done <"$home/copy/rules"
}

waits() { [ -r "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null; }

case $1 in
arm)
    mkdir -p "$home"
    touch "$home/alive"
    waits && exit 0
    # A copy that was never restored, and no process that waits: the node was restarted in between.
    [ -d "$home/copy" ] && [ ! -e "$home/restored" ] && restore
    keep
    setsid sh "$0" wait "$2" </dev/null >"$home/log" 2>&1 &
    echo $! >"$home/pid"
    ;;
wait)
    # Out of the pod's cgroup, or this process would end with the pod.
    for group in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do
        echo $$ >"$group"
    done 2>/dev/null
    while [ $(($(date +%s) - $(stat -c %Y "$home/alive"))) -lt "$2" ]; do sleep 1; done
    restore
    rm "$home/pid"
    ;;
restore)
    restore
    ;;
disarm)
    [ ! -d "$home/copy" ] || restore
    waits && kill "$(cat "$home/pid")"
    rm -rf "$home"
    ;;
esac
