package dev.cnilab.cluster.image.coredns;

import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.image.coredns.chain.ClientQuery;
import dev.cnilab.cluster.image.coredns.chain.Handler;
import dev.cnilab.cluster.image.coredns.chain.PluginHost;
import dev.cnilab.cluster.image.coredns.chain.ServerFailure;
import dev.cnilab.cluster.image.coredns.chain.Zones;
import dev.cnilab.cluster.image.coredns.corefile.Corefile;
import dev.cnilab.cluster.image.coredns.corefile.CorefileException;
import dev.cnilab.cluster.image.coredns.corefile.Directive;
import dev.cnilab.cluster.image.coredns.corefile.ServerBlock;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/**
 * The running form of a Corefile: for each port its zones, and for each zone a chain of plugins.
 */
final class Instance {
  /** The chain that answers for a zone on a port. */
  private record Served(int port, String zone, Handler chain) {}

  private static final int MOST_PORTS = 65535;

  private final Corefile corefile;
  private final List<Served> served = new ArrayList<>();
  private final int defaultPort;
  private final List<PluginHost> hosts = new ArrayList<>();
  private ReloadTimes reloadTimes = ReloadTimes.DEFAULT;

  private Instance(Corefile corefile, int defaultPort) {
    this.defaultPort = defaultPort;
    this.corefile = corefile;
  }

  /**
   * Sets everything up without starting it.
   *
   * @param defaultPort of the zones without one
   * @throws CorefileException with CoreDNS's words if the file asks for something impossible
   */
  static Instance of(Corefile corefile, int defaultPort, Process process, ApiClients clients)
      throws CorefileException {
    Instance instance = new Instance(corefile, defaultPort);
    for (ServerBlock block : corefile.blocks()) {
      Plugins.requireKnown(block);
    }
    for (ServerBlock block : corefile.blocks()) {
      instance.add(block, process, clients);
    }
    return instance;
  }

  private void add(ServerBlock block, Process process, ApiClients clients)
      throws CorefileException {
    TreeMap<Integer, List<String>> zones = new TreeMap<>();
    for (String key : block.keys()) {
      zones
          .computeIfAbsent(ServerBlock.port(key, defaultPort), any -> new ArrayList<>())
          .add(ServerBlock.zone(key));
    }
    if (!zones.isEmpty() && zones.lastKey() > MOST_PORTS) {
      throw new CorefileException("address " + zones.lastKey() + ": invalid port");
    }
    Optional<Directive> reload = block.find("reload");
    if (reload.isPresent()) {
      reloadTimes = ReloadTimes.of(reload.get());
    }
    int port = zones.isEmpty() ? defaultPort : zones.firstKey();
    List<String> all = block.keys().stream().map(ServerBlock::zone).toList();
    PluginHost host = new PluginHost(process, clients, all, port, query -> answer(port, query));
    Handler chain = Plugins.chain(block, host);
    hosts.add(host);
    zones.forEach(
        (number, names) -> names.forEach(zone -> served.add(new Served(number, zone, chain))));
  }

  /** How often to look for another Corefile. */
  ReloadTimes reloadTimes() {
    return reloadTimes;
  }

  Corefile corefile() {
    return corefile;
  }

  List<Integer> ports() {
    return served.stream().map(Served::port).distinct().sorted().toList();
  }

  /** The lines {@code zone:port} that announce what is served. */
  List<String> lines() {
    return served.stream().map(each -> each.zone() + ":" + each.port()).toList();
  }

  /** Answers with the chain of the closest zone. */
  Message answer(int port, ClientQuery query) throws ServerFailure {
    return served.stream()
        .filter(each -> each.port() == port && Zones.contains(each.zone(), query.text()))
        .max(Comparator.comparingInt(each -> each.zone().length()))
        .orElseThrow(() -> new ServerFailure(Rcode.REFUSED, ""))
        .chain()
        .answer(query);
  }

  /** Starts the plugins; waits for those that have to connect first. */
  void start() {
    hosts.forEach(PluginHost::start);
  }

  void stop() {
    hosts.forEach(PluginHost::stop);
  }

  /** How long to keep answering after the signal to end. */
  Duration lameDuck() {
    return hosts.stream()
        .map(PluginHost::lameDuck)
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }
}
