# What somebody has set up on a node: what programs keep by themselves is left out.
cd /etc/cni && ls -ld net.d | cut -c1-10
for f in /etc/cni/net.d/*; do echo "file $(stat -c '%a %n' $f) $(case $f in *kubeconfig) ;; *) md5sum < $f ;; esac)"; done
stat -c 'program %a %n %s' /opt/cni/bin/*
for f in /etc/containerd/config.toml /var/lib/kubelet/config.yaml /var/lib/kubelet/kubeadm-flags.env /etc/resolv.conf /run/flannel/subnet.env /etc/kubernetes/manifests/*; do [ -e $f ] && echo "file $f $(md5sum < $f)"; done
for s in kubelet containerd; do echo "$s $(systemctl is-active $s)"; done
iptables-save | grep -E '^(:|-A) ?(INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING) ' | grep -vE 'KUBE-|cali[-:]|FLANNEL|WEAVE|CILIUM|CNI-|cali-' | sed 's/ \[.*//'
iptables-save | awk '/^\*/ { t = substr($0, 2) } /^-A (INPUT|FORWARD|OUTPUT|PREROUTING|POSTROUTING) .*-j (KUBE-|FLANNEL|WEAVE)/ { for (i = 1; i < NF; i++) if ($i == "-j") print "jump", t, $2, $(i + 1) }'
for s in net.ipv4.ip_forward net.ipv4.conf.all.rp_filter net.ipv4.conf.eth0.rp_filter net.netfilter.nf_conntrack_max net.ipv4.ip_local_port_range; do echo "sysctl $s $(sysctl -n $s 2>/dev/null)"; done
ip -o link | grep -vE ': (veth|cali|lxc|vethwepl)' | sed -E 's/^[0-9]+: ([^:@]+).* mtu ([0-9]+).*/link \1 mtu \2/'
ip -o link | grep -E '^[0-9]+: (eth0|cni0|flannel|weave|tunl0)' | sed -E 's/^[0-9]+: ([^:@]+).*[<,](UP)[,>].*/link \1 up/' | grep ' up$'
ip -o -4 addr show | grep -vE ' (veth|cali|lxc)' | awk '{print "address", $2, $4}'
ip route | grep -vE 'dev (cali|lxc)|proto bird' | sed 's/ *$//; s/ linkdown//' | sed 's/^/route /'
ip rule | sed 's/^/rule /'
ip neigh | grep PERMANENT | sed 's/^/neigh /'
bridge fdb | grep -E 'flannel' | sed 's/^/fdb /'
tc qdisc | grep netem
echo "isolated ports $(bridge -d link | grep -c ' isolated on ')"
