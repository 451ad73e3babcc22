package dev.cnilab.userland.kernel.network;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.userland.kernel.GeneratedText;
import dev.cnilab.userland.kernel.KernelFile;
import dev.cnilab.userland.kernel.KernelFile.Text;
import dev.cnilab.userland.kernel.network.route.RouteText;
import dev.cnilab.userland.kernel.network.route.TrieText;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The directory {@code net} of a process. */
public final class NetworkFiles {
  /** The files that have a line for each of something. */
  private static final Map<String, BiConsumer<NetworkNamespace, GeneratedText>> LINES =
      Map.of(
          "arp", NeighborText::of,
          "dev", LinkText::of,
          "dev_mcast", GroupText::linkLayer,
          "fib_trie", TrieText::of,
          "fib_triestat", TrieText::statistics,
          "if_inet6", Ipv6Text::addresses,
          "igmp", GroupText::igmp,
          "nf_conntrack", NetworkFiles::connections,
          "route", RouteText::of);

  private NetworkFiles() {}

  /**
   * The files of its network namespace.
   *
   * @param step called for each line that is generated; others may run during the call
   */
  public static Map<String, KernelFile> of(
      NetworkNamespace network, SocketOwners owners, Runnable step) {
    Map<String, KernelFile> all = new TreeMap<>();
    LINES.forEach(
        (name, lines) ->
            add(all, name, () -> generated(step, text -> lines.accept(network, text))));
    add(all, "netstat", () -> ProtocolCounters.text(ProtocolCounters.extended(network)));
    add(all, "snmp", () -> ProtocolCounters.text(ProtocolCounters.basic(network)));
    add(all, "sockstat", () -> new SocketText(owners).summary(network));
    EmptyTables.ALL.forEach((name, text) -> add(all, name, () -> text));
    SocketText sockets = new SocketText(owners);
    add(all, "tcp", () -> generated(step, text -> sockets.tcp(network, text)));
    add(all, "udp", () -> generated(step, text -> sockets.udp(network, text)));
    return all;
  }

  private static void add(Map<String, KernelFile> all, String name, Supplier<String> content) {
    all.put(name, new Text(content));
  }

  private static String generated(Runnable step, Consumer<GeneratedText> content) {
    GeneratedText text = new GeneratedText(step);
    content.accept(text);
    return text.toString();
  }

  private static void connections(NetworkNamespace network, GeneratedText text) {
    FlowText flows = new FlowText(network.loop().nanoTime(), true, false);
    network
        .connections()
        .connections()
        .forEach(flow -> text.line(flows.of(flow).replace(" use=1", " zone=0 use=2")));
  }
}
