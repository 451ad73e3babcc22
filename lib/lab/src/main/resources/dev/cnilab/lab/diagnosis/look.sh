# What a person looks at on a node; a place that is not there prints nothing.
s() { echo "## $1"; }
s modes; ls -lL /opt/cni/bin 2>/dev/null
s subnet; cat /run/flannel/subnet.env 2>/dev/null
s taken; ls /var/lib/cni/networks/*/ 2>/dev/null
s addresses; ip -o -4 addr show 2>/dev/null
s links; ip -o link show 2>/dev/null
s routes; ip route show 2>/dev/null
s neighbours; ip neigh show 2>/dev/null
s forwarding; bridge fdb show 2>/dev/null
s filter; iptables-save 2>/dev/null
s sysctl; cat /proc/sys/net/ipv4/ip_forward 2>/dev/null
s queues; tc qdisc show 2>/dev/null
s kubelet; cat /var/lib/kubelet/config.yaml 2>/dev/null
s containerd; cat /etc/containerd/config.toml 2>/dev/null
s runtime; crictl info 2>/dev/null | grep -A3 lastCNILoadStatus
s rules; ip rule show 2>/dev/null
s ports; bridge -d link show 2>/dev/null | grep -B1 ' isolated on ' | grep master
s services; nft list table ip kube-proxy 2>/dev/null | grep -F ' . '
s units; for u in kubelet containerd; do systemctl cat $u >/dev/null 2>&1 && echo "$u $(systemctl is-active $u)"; done
s end
