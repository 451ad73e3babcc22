#!/bin/sh
# Left here by CNI Lab. Keeps a copy of this node's CNI files and puts them back when the learner who
# changes them is gone: when $home/alive has not been touched for a while. `sh switch.sh restore` does
# so at once, `sh switch.sh disarm` takes all of this away.
root=${CNILAB_ROOT:-}
home=$root/var/lib/cni-lab
kept="/etc/cni/net.d /opt/cni/bin /run/flannel"
leases=$root/var/lib/cni/networks

# Where the steps have learners put copies.
copies="/root/10-flannel.conflist /root/flannel /root/portmap /var/backups/cni /tmp/new /tmp/ids"

# Rules of the chains that people write to. Those of agents come back by themselves.
rules() {
    iptables -S 2>/dev/null | grep -E '^-A (INPUT|OUTPUT|FORWARD) ' | grep -v -E 'KUBE-|FLANNEL-|CNI-|cali-|CILIUM'
}

# The bridges that a node has, with the address of each.
bridges() {
    ip -o -4 addr show 2>/dev/null | sed -n 's/^[0-9]*: \(cni[0-9]*\) .* inet \([^ ]*\).*/\1 \2/p'
}

# The routes into the tunnel.
routes() {
    ip -4 route show dev flannel.1 2>/dev/null | sed 's/ linkdown//; s/ *$//'
}

# The ports of bridges that send a packet back to where it came from: a pod that calls its own Service needs this.
hairpins() {
    grep -lx 1 "$root"/sys/class/net/*/brport/hairpin_mode 2>/dev/null | sed 's|/brport.*||; s|.*/||'
}

keep() {
    rm -rf "$home/new"
    for each in $kept; do
        [ -d "$root$each" ] || continue
        mkdir -p "$home/new$each"
        cp -a "$root$each/." "$home/new$each/" || exit 1
    done
    mkdir -p "$home/new"
    ip -o link 2>/dev/null | sed -n 's/^[0-9]*: \([^:@]*\)[^<]*<\([^>]*\)>.* mtu \([0-9]*\) .*/\1 \3 ,\2,/p' >"$home/new/links"
    bridges >"$home/new/bridges"
    routes >"$home/new/routes"
    hairpins >"$home/new/hairpins"
    rules >"$home/new/rules"
    for each in $copies; do
        [ -e "$root$each" ] || echo "$each"
    done >"$home/new/absent"
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
    restore_bridge
    while read -r name mtu flags; do
        follows_ports "$name" || ip link set dev "$name" mtu "$mtu" 2>/dev/null
        case $flags in *,UP,*) ip link set dev "$name" up 2>/dev/null ;; esac
    done <"$home/copy/links"
    restore_hairpins
    restore_routes
    restore_rules
    free_leaked
}

# Routes that were not there before go, unless they look like the agent's own: a node may have joined since.
restore_routes() {
    routes | grep -vxF -f "$home/copy/routes" | grep -v ' onlink' | while read -r route; do
        eval "ip route del $route dev flannel.1" 2>/dev/null
    done
    while read -r route; do
        eval "ip route replace $route dev flannel.1" 2>/dev/null
    done <"$home/copy/routes"
}

# A port that was added to a bridge by hand is without.
restore_hairpins() {
    [ -f "$home/copy/hairpins" ] || return 0 # a copy from an older version
    while read -r port; do
        mode=$root/sys/class/net/$port/brport/hairpin_mode
        [ ! -f "$mode" ] || echo 1 >"$mode"
    done <"$home/copy/hairpins"
}

# The bridge has the address of the range that flannel's agent has written down. The node's ends of pods' veth
# pairs are up, and those that lost their bridge when it was deleted get the new one.
restore_bridge() {
    range=$(sed -n 's/^FLANNEL_SUBNET=//p' "$root/run/flannel/subnet.env" 2>/dev/null)
    [ -n "$range" ] || range=$(sed -n 's/^cni0 //p' "$home/copy/bridges" | head -n 1)
    [ -n "$range" ] || return 0
    pods=$(ip -o link show type veth 2>/dev/null | grep '^[0-9]*: veth.* link-netns')
    if ! ip link show dev cni0 >/dev/null 2>&1; then
        [ -n "$pods" ] || return 0 # the next pod's plugin makes it
        ip link add cni0 type bridge || return 0
    fi
    if [ "$(bridges | grep '^cni0 ')" != "cni0 $range" ]; then
        ip addr flush dev cni0
        ip addr add "$range" brd + dev cni0
    fi
    ip link set dev cni0 up
    echo "$pods" | sed 's/^[0-9]*: \([^:@]*\).*/\1/' | while read -r veth; do
        ip link set dev "$veth" up
        [ -e "/sys/class/net/$veth/master" ] || { ip link set dev "$veth" master cni0 && bridge link set dev "$veth" hairpin on; }
    done
}

# Whether this is a bridge that has the least MTU of its ports. The kernel keeps it at that by itself,
# and no longer does once somebody has set it (br_mtu_auto_adjust).
follows_ports() {
    least=$(ip -o link show master "$1" 2>/dev/null | mtus | sort -n | head -n 1)
    [ -n "$least" ] && [ "$least" = "$(ip -o link show dev "$1" | mtus)" ]
}

mtus() { sed -n 's/.* mtu \([0-9]*\) .*/\1/p'; }

restore_rules() {
    rules >"$home/rules"
    while read -r rule; do
        grep -qxF -e "$rule" "$home/copy/rules" || eval "iptables -D ${rule#-A }"
    done <"$home/rules"
    while read -r rule; do
        grep -qxF -e "$rule" "$home/rules" || eval "iptables -A ${rule#-A }"
    done <"$home/copy/rules"
}

# Addresses that are noted for no sandbox, even a while after they were: a sandbox that is being made is
# not listed at first.
free_leaked() {
    leaked=$(unlisted "$leases"/*/*.*.*.*) && [ -n "$leaked" ] || return 0
    sleep "${CNILAB_SANDBOX_SECONDS:-5}"
    leaked=$(unlisted $leaked) && rm -f $leaked
}

# Those of some files that are for no sandbox. A table of sandboxes has the first 13 digits of each.
unlisted() {
    crictl pods 2>/dev/null | grep -oE '^[0-9a-f]{13}' >"$home/sandboxes" || return 1
    for lease in "$@"; do
        [ ! -f "$lease" ] || grep -qxF "$(head -c 13 "$lease")" "$home/sandboxes" || echo "$lease"
    done
}

remove_copies() {
    while read -r each; do
        rm -rf "$root$each"
    done <"$home/copy/absent"
}

waits() { [ -r "$home/pid" ] && kill -0 "$(cat "$home/pid")" 2>/dev/null; }

case $1 in
arm)
    mkdir -p "$home"
    echo "$2" >"$home/patience" # of the last one who came
    touch "$home/alive"
    waits && exit 0
    # A copy that was never restored, and no process that waits: the node was restarted in between.
    [ -d "$home/copy" ] && [ ! -e "$home/restored" ] && restore
    keep
    setsid sh "$0" wait </dev/null >"$home/log" 2>&1 &
    echo $! >"$home/pid"
    ;;
wait)
    # Out of the pod's cgroup, or this process would end with the pod.
    for group in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do
        echo $$ >"$group"
    done 2>/dev/null
    while [ $(($(date +%s) - $(stat -c %Y "$home/alive"))) -lt "$(cat "$home/patience")" ]; do sleep 1; done
    restore
    date >"$home/restored"
    rm "$home/pid"
    ;;
restore)
    [ ! -d "$home/copy" ] || restore
    ;;
disarm)
    if [ -d "$home/copy" ]; then
        restore
        remove_copies
    fi
    waits && kill "$(cat "$home/pid")"
    rm -rf "$home"
    ;;
esac
