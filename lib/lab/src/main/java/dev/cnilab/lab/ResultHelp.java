package dev.cnilab.lab;

import dev.cnilab.lab.Help.Entry;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What notebooks call on the results of functions, by name. */
final class ResultHelp {

  static final Map<String, Entry> METHODS =
      Stream.of(
              new Entry(
                  "sh",
                  "runs a line in a shell there: on a node, or in a pod",
                  "worker(1).sh(\"ls /etc/cni/net.d\")",
                  "./lab node worker-1 -- 'ls /etc/cni/net.d'"),
              new Entry(
                  "name", "the name of a node or a pod", "worker(1).name()", "kubectl get nodes"),
              new Entry(
                  "podCidr",
                  "the range that the node's pods get their addresses from",
                  "worker(1).podCidr()",
                  "kubectl get node NAME -o jsonpath='{.spec.podCIDR}'"),
              new Entry(
                  "gateway",
                  "the first address of the node's range, with its length: that of the bridge",
                  "worker(1).gateway()",
                  "ip addr show cni0"),
              new Entry(
                  "ip",
                  "the address of a pod or a node",
                  "pod(\"web\").ip()",
                  "kubectl get pod NAME -o jsonpath='{.status.podIP}'"),
              new Entry(
                  "nodeName",
                  "the node that the pod is on; empty before it is scheduled",
                  "pod(\"web\").nodeName()",
                  "kubectl get pod NAME -o jsonpath='{.spec.nodeName}'"),
              new Entry(
                  "condition",
                  "the message of one of the pod's conditions",
                  "pod(\"web\").condition(\"Ready\")",
                  "kubectl get pod NAME -o jsonpath='{.status.conditions}'"),
              new Entry(
                  "labels",
                  "the labels of the pod",
                  "pod(\"web\").labels()",
                  "kubectl get pod NAME --show-labels"),
              new Entry(
                  "find",
                  "a row of the table, by name or by index",
                  "interfaces(\"nettest-1\").find(\"eth0\")",
                  ""),
              new Entry(
                  "peerIndex",
                  "the index of the other end of a veth pair",
                  "interfaces(\"nettest-1\").find(\"eth0\").get().peerIndex()",
                  "ip link show eth0"),
              new Entry(
                  "list", "the rows of the table, for code of your own", "nodes().list()", ""),
              new Entry(
                  "summary",
                  "a ping in a few words",
                  "ping(\"nettest-1\", \"nettest-2\").summary()",
                  ""),
              new Entry("chart", "the same as a drawing", "addresses().chart()", ""),
              new Entry(
                  "reasons",
                  "which rule of which policy decides, for each pair",
                  "reach(\"nettest-1\", \"nettest-2\").reasons()",
                  ""),
              new Entry(
                  "since",
                  "what has come and gone since an earlier inventory",
                  "inventory().since(before)",
                  ""),
              new Entry(
                  "of",
                  "the addresses of one node",
                  "addresses().of(worker(1).name())",
                  "./lab node worker-1 -- ls /var/lib/cni/networks/cbr0"),
              new Entry(
                  "leaked",
                  "the reserved addresses that no pod has",
                  "addresses().of(worker(1).name()).leaked()",
                  ""),
              new Entry(
                  "save",
                  "keeps the packets in a file beside the notebook, for Wireshark",
                  "tunnel.save(\"tunnel.pcap\")",
                  "tcpdump -w FILE"))
          .collect(Collectors.toUnmodifiableMap(Entry::name, entry -> entry));

  private ResultHelp() {}
}
