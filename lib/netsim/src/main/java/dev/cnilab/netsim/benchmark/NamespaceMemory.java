package dev.cnilab.netsim.benchmark;

import dev.cnilab.netsim.Network;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.link.Veth;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.ArrayList;
import java.util.List;

/** How much memory many namespaces take. */
final class NamespaceMemory {
  private static final int NAMESPACES = 10_000;

  private final EventLoop loop = EventLoop.onDemand(1);
  private final Network network = new Network(loop);

  /** The heap that ten thousand namespaces with one link and one address each occupy, in MiB. */
  long mebibytes() {
    List<NetworkNamespace> kept = new ArrayList<>();
    long before = used();
    loop.call(
        () -> {
          NetworkNamespace root = network.newNamespace("root");
          for (int i = 0; i < NAMESPACES; i++) {
            NetworkNamespace namespace = network.newNamespace("pod-" + i);
            namespace.links().loopback().setUp();
            Veth inner = namespace.links().addVeth("eth0", root.links(), "veth" + i);
            inner.setUp();
            inner.peer().setUp();
            int bits = (10 << 24) + 2 + i;
            inner.inet().add(new Ipv4Prefix(new Ipv4Address(bits), 8));
            kept.add(namespace);
          }
          return kept.size();
        });
    long bytes = used() - before;
    loop.close();
    return kept.size() == NAMESPACES ? bytes >> 20 : -1;
  }

  private static long used() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
