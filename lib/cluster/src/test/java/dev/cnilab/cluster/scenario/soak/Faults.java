package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;
import java.time.Duration;
import java.util.List;

/**
 * The faults of clusters. A fault without a repair is one from which the cluster has to recover by
 * itself.
 */
final class Faults {
  /** The last fault is repaired first. */
  private static final String KEEP =
      "k=/root/keep$(ls /root | grep -c keep); mkdir $k; cp /etc/cni/net.d/*.conflist $k/; ";

  private static final String PUT_BACK =
      "k=/root/$(ls /root | grep keep | tail -n 1); cp $k/*.conflist /etc/cni/net.d/; rm -r $k";
  private static final String EACH = "for f in /etc/cni/net.d/*.conflist; do ";

  /**
   * Removes results and addresses of deleted sandboxes: a DEL ends at the first plugin that fails,
   * and containerd does not repeat it for a sandbox that was never complete.
   */
  private static final String SWEEP =
      "known=$(crictl pods -q); for f in $(find /var/lib/cni -type f); do"
          + " id=$( { echo $f; cat $f; } | grep -oE '[0-9a-f]{64}' | head -n 1);"
          + " [ -z \"$id\" ] || echo \"$known\" | grep -q $id || rm $f; done";

  static final List<Fault> ALL =
      List.of(
          Fault.onNode("conflist removed", KEEP + "rm /etc/cni/net.d/*.conflist", PUT_BACK),
          Fault.onNode(
              "conflist no JSON",
              KEEP + EACH + "sed -i 's/\"name\"/{\"name\"/' $f; done",
              PUT_BACK),
          Fault.onNode(
              "plugin misspelt", KEEP + EACH + "sed -i 's/\"type\": *\"/&x/' $f; done", PUT_BACK),
          Fault.onNode(
              "version from the future",
              KEEP
                  + EACH
                  + "sed -i 's/\"cniVersion\": *\"[^\"]*\"/\"cniVersion\": \"9.9.9\"/' $f; done",
              PUT_BACK),
          Fault.onNode(
              "file of an old network first",
              "echo '{\"cniVersion\":\"1.0.0\",\"name\":\"old\",\"plugins\":[{\"type\":\"gone\"}]}'"
                  + " > /etc/cni/net.d/00-old.conflist",
              "rm /etc/cni/net.d/00-old.conflist*"),
          Fault.onNode(
                  "plugin removed",
                  "mv /opt/cni/bin/portmap /root/portmap",
                  "mv /root/portmap /opt/cni/bin/portmap")
              .leaving(SWEEP),
          Fault.onNode(
                  "plugin not executable",
                  "chmod -x /opt/cni/bin/loopback",
                  "chmod +x /opt/cni/bin/loopback")
              .leaving(SWEEP),
          Fault.onNode("node rebooted", "reboot", "true"),
          Fault.onNode("node reset", "reboot -f", "true"),
          onControlPlane("control plane rebooted", "reboot"),
          Fault.onNode("kubelet stopped", "systemctl stop kubelet", "systemctl start kubelet"),
          Fault.onNode("kubelet killed", "pkill -9 kubelet", "true"),
          Fault.onNode("kubelet restarted", "systemctl restart kubelet", "true"),
          Fault.onNode(
              "containerd stopped", "systemctl stop containerd", "systemctl start containerd"),
          Fault.onNode("containerd killed", "pkill -9 containerd", "true"),
          Fault.onNode("containerd restarted", "systemctl restart containerd", "true"),
          Fault.onNode(
              "eth0 down",
              "ip link set eth0 down",
              "ip link set eth0 up; ip route replace default via 172.30.0.1"),
          Fault.onNode(
              "eth0 down a moment",
              "ip link set eth0 down; sleep 3; ip link set eth0 up;"
                  + " ip route replace default via 172.30.0.1",
              "true"),
          Fault.onNode("frames too big", "ip link set eth0 mtu 1300", "ip link set eth0 mtu 1500"),
          Fault.onNode(
              "partition",
              "iptables -I INPUT -i eth0 -s 172.30.0.0/24 -j DROP",
              "iptables -D INPUT -i eth0 -s 172.30.0.0/24 -j DROP"),
          Fault.of(
              "rules of Services flushed",
              (o, node) -> o.run(node, "iptables -t nat -F"),
              Operator::deleteAgents),
          Fault.of(
              "rules of the filter flushed",
              (o, node) -> o.run(node, "iptables -F"),
              (o, node) -> {
                o.run(node, "systemctl restart kubelet");
                o.deleteAgents(node);
              }),
          Fault.onNode(
              "packets lost and late",
              "tc qdisc add dev eth0 root netem delay 100ms loss 20%",
              "tc qdisc del dev eth0 root 2>/dev/null"),
          Fault.onNode(
              "forwarding off",
              "sysctl -w net.ipv4.ip_forward=0",
              "sysctl -w net.ipv4.ip_forward=1"),
          // Cordoned: pods would come and be rejected until the scheduler sees the taint.
          Fault.of(
              "disk full",
              (o, node) -> {
                o.cordon(node, true);
                o.run(node, "set -- $(df / | tail -n 1); fallocate -l $(($4 * 1024)) /root/filled");
              },
              (o, node) -> {
                o.run(node, "rm -f /root/filled");
                o.cordon(node, false);
              }),
          Fault.onNode("sandboxes killed", "pkill -9 -x pause", "true"),
          Fault.of(
              "clock ahead",
              (o, node) -> o.run(node, "date -s '2 years'; systemctl restart kubelet"),
              Operator::setClock),
          Fault.onNode(
              "kubelet's credentials away",
              "mv /etc/kubernetes/kubelet.conf /root/; systemctl restart kubelet",
              "mv /root/kubelet.conf /etc/kubernetes/; systemctl restart kubelet"),
          onControlPlane(
              "API server's certificate away",
              "f=/etc/kubernetes/pki/apiserver.crt; mv $f /root/; pkill -9 kube-apiserver;"
                  + " sleep 30; mv /root/apiserver.crt $f"),
          Fault.onNode("connections forgotten", "conntrack -F; ip neigh flush all", "true"),
          Fault.onNode("bridge down", "ip link set cni0 down", "ip link set cni0 up")
              .only(Cni.FLANNEL),
          Fault.of(
                  "bridge deleted",
                  (o, node) -> o.run(node, "ip link delete cni0"),
                  Operator::replacePods)
              .only(Cni.FLANNEL),
          Fault.of(
                  "tunnel deleted",
                  (o, node) -> o.run(node, "ip link delete flannel.1"),
                  Operator::deleteAgents)
              .only(Cni.FLANNEL),
          Fault.of(
                  "routes to pods deleted",
                  (o, node) ->
                      o.run(
                          node,
                          "ip route | grep '^10.244.*flannel.1' | cut -d' ' -f1"
                              + " | while read r; do ip route delete $r; done"),
                  Operator::deleteAgents)
              .only(Cni.FLANNEL),
          Fault.of(
                  "lease of the subnet lost",
                  (o, node) -> o.run(node, "rm /run/flannel/subnet.env"),
                  Operator::deleteAgents)
              .only(Cni.FLANNEL),
          Fault.onNode(
                  "range exhausted",
                  "d=/var/lib/cni/networks/cbr0; mkdir -p $d; n=$(ip -o -4 address show cni0"
                      + " | sed 's/.*inet \\(.*\\)\\.1\\/.*/\\1/'); for i in $(seq 2 254); do"
                      + " [ -e $d/$n.$i ] || echo filled > $d/$n.$i; done",
                  "cd /var/lib/cni/networks/cbr0 && for f in 10.*; do"
                      + " grep -q filled $f && rm $f; done")
              .only(Cni.FLANNEL),
          Fault.onNode("kube-proxy killed", "pkill -9 kube-proxy", "true"),
          onControlPlane("scheduler killed", "pkill -9 kube-scheduler"),
          onControlPlane("controllers killed", "pkill -9 kube-controller"),
          onControlPlane("API server killed", "pkill -9 kube-apiserver"),
          Fault.of(
              "scheduler's manifest away",
              (operator, node) ->
                  operator.run(
                      "control-plane", "mv /etc/kubernetes/manifests/kube-scheduler.yaml /root/"),
              (operator, node) ->
                  operator.run(
                      "control-plane", "mv /root/kube-scheduler.yaml /etc/kubernetes/manifests/")),
          onControlPlane("etcd killed", "pkill -9 etcd"),
          onControlPlane(
              "etcd's manifest away for a while",
              "f=/etc/kubernetes/manifests/etcd.yaml; mv $f /root/; sleep 40; mv /root/etcd.yaml"
                  + " $f"),
          Fault.of("agent's pod deleted", Operator::deleteAgents, (operator, node) -> {}),
          Fault.of("agent's pod deleted by force", Operator::forceAgents, (operator, node) -> {}),
          Fault.of(
              "kube-proxy in mode nftables",
              (o, node) -> o.chooseProxy("nftables"),
              (o, node) -> o.chooseProxy("iptables")),
          Fault.of(
              "DNS servers gone",
              (o, node) -> o.scale("kube-system", "coredns", 0),
              (o, node) -> o.scale("kube-system", "coredns", 2)),
          Fault.of(
              "DNS servers' pods deleted",
              (o, node) -> o.deletePods("kube-system", "k8s-app=kube-dns"),
              (o, node) -> {}),
          Fault.of(
              "a storm of pods",
              (o, node) -> o.scale("default", "web", 12),
              (o, node) -> o.scale("default", "web", 3)),
          Fault.of(
              "pods deleted", (o, node) -> o.deletePods("default", "app=web"), (o, node) -> {}),
          Fault.of(
              "image unknown",
              (o, node) -> o.create("pod", "typo", node),
              (o, node) -> o.deletePods("default", "bad=typo")),
          Fault.of(
              "a program that ends",
              (o, node) -> o.create("pod", "crash", node),
              (o, node) -> o.deletePods("default", "bad=crash")),
          Fault.of(
              "a program that takes all memory",
              (o, node) -> o.create("pod", "hog", node),
              (o, node) -> o.deletePods("default", "bad=hog")),
          Fault.of(
              "a pod with a claim",
              (o, node) -> o.create("claim", "holder", node),
              (o, node) -> o.deleteClaim("holder")),
          Fault.of(
              "deny all",
              (o, node) -> o.create("policy", "deny", node),
              (o, node) -> o.deletePolicy("deny")),
          Fault.of(
              "a namespace with pods",
              (o, node) -> o.create("namespace", "shop", node),
              (o, node) -> o.deleteNamespace("shop")),
          Fault.of(
              "node cordoned",
              (o, node) -> o.cordon(node, true),
              (o, node) -> o.cordon(node, false)),
          Fault.of("node drained", (o, node) -> o.drain(node), (o, node) -> o.cordon(node, false)),
          Fault.of(
              "node deleted",
              (o, node) -> o.deleteNode(node),
              (o, node) -> o.run(node, "systemctl restart kubelet")),
          Fault.of(
              "ten minutes pass", (o, node) -> o.pass(Duration.ofMinutes(10)), (o, node) -> {}));

  private Faults() {}

  /** A command line on the control plane, which recovers from it without help. */
  private static Fault onControlPlane(String name, String breaking) {
    return Fault.of(
        name, (operator, node) -> operator.run("control-plane", breaking), (operator, node) -> {});
  }

  static List<Fault> of(Cni cni) {
    return ALL.stream().filter(fault -> fault.on().contains(cni)).toList();
  }
}
