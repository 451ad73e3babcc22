# What a person looks at on a node; a place that is not there prints nothing.
s() { echo "## $1"; }
s modes; ls -lL /opt/cni/bin 2>/dev/null
s subnet; cat /run/flannel/subnet.env 2>/dev/null
s nodename; cat /var/lib/calico/nodename 2>/dev/null && echo
s taken; ls /var/lib/cni/networks/*/ 2>/dev/null
s addresses; ip -o -4 addr show 2>/dev/null
s links; ip -o link show 2>/dev/null
s routes; ip route show 2>/dev/null
s neighbours; ip neigh show 2>/dev/null
s forwarding; bridge fdb show 2>/dev/null
s filter; iptables-save 2>/dev/null
s sysctl; for f in /proc/sys/net/ipv4/ip_forward $(ip route show 2>/dev/null | grep -o ' dev [^ ]*' | sort -u | sed 's| dev \(.*\)|/proc/sys/net/ipv4/conf/\1/forwarding|') /proc/sys/net/bridge/bridge-nf-call-iptables; do [ -e "$f" ] && echo "$(echo "${f#/proc/sys/}" | sed 's/\./\n/g; s/\//./g; s/\n/\//g') = $(cat "$f")"; done
s answers; for f in /proc/sys/net/ipv4/conf/cali*/proxy_arp; do [ -e "$f" ] && echo "$(echo "${f#/proc/sys/}" | sed 's/\./\n/g; s/\//./g; s/\n/\//g') = $(cat "$f")"; done
s kernel; sysctl net.ipv4.conf.all.rp_filter net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.arp_filter net.ipv4.conf.all.route_localnet net.ipv4.ip_local_port_range net.ipv4.ip_default_ttl net.ipv4.icmp_echo_ignore_all 2>/dev/null
s settings; grep . /proc/sys/net/ipv4/conf/*/rp_filter /proc/sys/net/ipv4/conf/*/arp_ignore /proc/sys/net/ipv4/conf/*/arp_filter /proc/sys/net/ipv4/conf/*/proxy_arp /proc/sys/net/ipv4/conf/*/disable_policy 2>/dev/null | grep -vE 'conf/(veth|cali|lxc)' | sed 's|^/proc/sys/||; s/\./\n/g; s/\//./g; s/\n/\//g; s/:/ = /'
s connections; cat /proc/sys/net/netfilter/nf_conntrack_count /proc/sys/net/netfilter/nf_conntrack_max 2>/dev/null
s tunnels; ip -d -o link show type vxlan 2>/dev/null
s queues; tc qdisc show 2>/dev/null; for n in $(ip netns list 2>/dev/null | cut -d ' ' -f 1); do ip netns exec "$n" tc qdisc show 2>/dev/null | sed -n "s/.* netem /$(ip netns exec "$n" ip -o -4 addr show eth0 2>/dev/null | sed -n 's/.* inet \([0-9.]*\).*/in the pod \1:/p')&/p"; done
s pods; for n in $(ip netns list 2>/dev/null | cut -d ' ' -f 1); do echo "$(ip netns exec "$n" ip -o -4 addr show eth0 2>/dev/null | sed -n 's/.* inet \([0-9.]*\).*/\1/p' | head -n 1) $(ip netns exec "$n" ip route show default 2>/dev/null | head -n 1)"; done
s insides; for n in $(ip netns list 2>/dev/null | cut -d ' ' -f 1); do a=$(ip netns exec "$n" ip -o -4 addr show eth0 2>/dev/null | sed -n 's/.* inet \([0-9.]*\).*/\1/p' | head -n 1); { ip netns exec "$n" ip -o link show eth0; ip netns exec "$n" ip -o -4 addr show eth0; ip netns exec "$n" ip neigh show nud permanent; ip netns exec "$n" iptables-save | grep -E ' -j (DROP|REJECT)'; echo "ports $(ip netns exec "$n" cat /proc/sys/net/ipv4/ip_local_port_range)"; } 2>/dev/null | sed "s/^/${a:-nowhere} /"; done
s podtables; for n in $(ip netns list 2>/dev/null | cut -d ' ' -f 1); do a=$(ip netns exec "$n" ip -o -4 addr show eth0 2>/dev/null | sed -n 's/.* inet \([0-9.]*\).*/\1/p' | head -n 1); { ip netns exec "$n" ip -o -4 addr show eth0 | sed -n 's|.* inet \([0-9./]*\).*|inet \1|p'; ip netns exec "$n" ip rule show | sed 's/^/rule /'; ip netns exec "$n" ip route show | sed 's/^/route /'; ip netns exec "$n" iptables-save | grep -E '^:(INPUT|OUTPUT) DROP| -j (DNAT|REDIRECT) '; ip netns exec "$n" nft list ruleset | grep -E '(^|[^a-z-])(drop|reject)([^a-z-]|$)' | sed 's/^/nft /'; ip netns exec "$n" sysctl net.ipv4.ip_default_ttl net.ipv4.icmp_echo_ignore_all net.ipv4.conf.all.arp_ignore net.ipv4.conf.all.rp_filter net.ipv4.conf.eth0.arp_ignore net.ipv4.conf.eth0.rp_filter; } 2>/dev/null | sed "s/^/${a:-nowhere} /"; done
s sandboxes; crictl pods --state ready --no-trunc 2>/dev/null | sed -n 's/^\([0-9a-f]\{13,\}\) .* Ready  *\([^ ]*\)  *\([^ ]*\) .*/\1 \3\/\2/p'
s resolvers; for f in /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/*/resolv.conf; do [ -r "$f" ] && d=${f%/resolv.conf} && echo "${d##*/} $(grep -E '^(nameserver|search)' "$f" | tr '\n\t' '  ')"; done
s hosts; for f in /var/lib/kubelet/pods/*/etc-hosts; do [ -r "$f" ] && d=${f%/etc-hosts} && grep -v '^#' "$f" | sed "s/^/${d##*/} /"; done
s kubelet; cat /var/lib/kubelet/config.yaml 2>/dev/null
s containerd; cat /etc/containerd/config.toml 2>/dev/null
s server; sed -n 's/^ *server: *//p' /etc/kubernetes/kubelet.conf 2>/dev/null
s calls; ps -eo etime,args 2>/dev/null | grep ' /opt/cni/bin/[a-z]'
s runtime; crictl info 2>/dev/null | sed -n 's/.*"lastCNILoadStatus": *"\(.*\)",*$/\1/p'
s rules; ip rule show 2>/dev/null
s ports; bridge -d link show 2>/dev/null | grep -B1 ' isolated on ' | grep master
s bridges; ip -d -o link show type bridge 2>/dev/null
s bridgeports; bridge -d link show 2>/dev/null | sed -n '/ master /{N;s/\n */ /;p;}'
s locals; ip route show table local type local 2>/dev/null
s serving; nft list table ip kube-proxy 2>/dev/null | sed -n '/chain \(nat-\|services\|masquerading\)/,/}/p'
s fixed; for b in cni0 weave; do bridge fdb show br $b 2>/dev/null | grep -E ' (static|permanent)' | grep -v ' self'; done
s upstream; sed -n 's/^nameserver  *//p' /etc/resolv.conf 2>/dev/null | while read -r a; do case $(dig +time=1 +tries=2 "@$a" . NS 2>&1) in *status:*) echo "$a answers" ;; *'no servers'* | *'timed out'* | *refused* | *unreachable*) echo "$a silent" ;; *) echo "$a unknown" ;; esac; done
s gateway; g=$(ip route show default 2>/dev/null | sed -n 's/.* via \([0-9.]*\).*/\1/p' | head -n 1); [ -n "$g" ] && { ping -n -q -c 1 -W 1 "$g" >/dev/null 2>&1; ip neigh show "$g" 2>/dev/null; }
s names; grep -v '^#' /etc/hosts 2>/dev/null
s services; nft list table ip kube-proxy 2>/dev/null | grep -F ' . '
s tables; nft list tables 2>/dev/null | grep -Ev '^table ip6? (filter|nat|mangle|raw|security)$| (kube-proxy|firewalld|flannel-ipv[46]|cali.*|cilium.*|weave.*|kindnet.*)$' | while read -r t family name; do nft list table "$family" "$name" 2>/dev/null; done
s units; for u in kubelet containerd; do systemctl cat $u >/dev/null 2>&1 && echo "$u $(systemctl is-active $u)"; done
s clock; date +%s
s handshake; journalctl -u kubelet -n 5 --no-pager 2>/dev/null | grep -o 'tls: failed to verify certificate: x509: .*' | tail -1
s journal; journalctl -u kubelet -n 40 --no-pager 2>/dev/null | grep -E ' [EF][0-9]{4} |"command failed"|rror:' | tail -n 1
s end
