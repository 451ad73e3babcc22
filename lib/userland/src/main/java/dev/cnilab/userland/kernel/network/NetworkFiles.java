package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Text;
import dev.cnilab.userland.kernel.network.route.RouteText;
import dev.cnilab.userland.kernel.network.route.TrieText;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The directory {@code net} of a process. */
public final class NetworkFiles {
  private NetworkFiles() {}

  /** The files of its network namespace. */
  public static Map<String, KernelFile> of(NetworkNamespace network, SocketOwners owners) {
    Map<String, KernelFile> all = new TreeMap<>();
    add(all, "arp", () -> NeighborText.of(network));
    add(all, "dev", () -> LinkText.of(network));
    add(all, "dev_mcast", () -> GroupText.linkLayer(network));
    add(all, "fib_trie", () -> TrieText.of(network));
    add(all, "fib_triestat", () -> TrieText.statistics(network));
    add(all, "if_inet6", () -> Ipv6Text.addresses(network));
    add(all, "igmp", () -> GroupText.igmp(network));
    add(all, "nf_conntrack", () -> connections(network));
    add(all, "route", () -> RouteText.of(network));
    add(all, "netstat", () -> ProtocolCounters.text(ProtocolCounters.extended(network)));
    add(all, "snmp", () -> ProtocolCounters.text(ProtocolCounters.basic(network)));
    add(all, "sockstat", () -> new SocketText(owners).summary(network));
    EmptyTables.ALL.forEach((name, text) -> add(all, name, () -> text));
    add(all, "tcp", () -> new SocketText(owners).tcp(network));
    add(all, "udp", () -> new SocketText(owners).udp(network));
    return all;
  }

  private static void add(Map<String, KernelFile> all, String name, Supplier<String> content) {
    all.put(name, new Text(content));
  }

  private static String connections(NetworkNamespace network) {
    FlowText flows = new FlowText(network.loop().nanoTime(), true, false);
    StringBuilder text = new StringBuilder();
    network
        .connections()
        .connections()
        .forEach(
            flow -> text.append(flows.of(flow).replace(" use=1", " zone=0 use=2")).append('\n'));
    return text.toString();
  }
}
