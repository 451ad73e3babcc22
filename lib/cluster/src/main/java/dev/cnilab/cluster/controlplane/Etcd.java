package dev.cnilab.cluster.controlplane;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code etcd}: listens where its flags say. What it stores is kept by the API server's own store,
 * which asks only whether etcd listens.
 */
final class Etcd implements EventProgram {
  /** The port of the probes in its manifest. */
  private static final int METRICS = 2381;

  private static final int BACKLOG = 128;
  private static final Pattern URL = Pattern.compile("https?://([0-9.]+):(\\d{1,5})");

  @Override
  public void begin(Process process) {
    process.onSignal(Signal.TERM, () -> process.end(0));
    HealthEndpoint.listen(process, Ipv4Address.ANY, METRICS);
    for (String argument : process.arguments()) {
      if (argument.matches("--listen-(client|peer)-urls=.*")) {
        endpoints(argument).forEach(endpoint -> listen(process, endpoint));
      }
    }
  }

  private static void listen(Process process, Endpoint endpoint) {
    if (!process.isAlive()) {
      return;
    }
    try {
      new ProcessSockets(process).listen(endpoint.address(), endpoint.port(), BACKLOG);
    } catch (ErrnoException refused) {
      process.err().println("listen tcp %s: bind: %s".formatted(endpoint, refused.errno().text()));
      process.end(1);
    }
  }

  /** The addresses in the value of a flag such as {@code --etcd-servers}. */
  static List<Endpoint> endpoints(String urls) {
    return URL.matcher(urls)
        .results()
        .map(url -> new Endpoint(Ipv4Address.parse(url.group(1)), Integer.parseInt(url.group(2))))
        .toList();
  }

  /** Whether one of these servers listens in a network. */
  static boolean listens(List<Endpoint> servers, NetworkNamespace network) {
    return servers.stream().anyMatch(server -> network.tcp().listenerAt(server).isPresent());
  }
}
