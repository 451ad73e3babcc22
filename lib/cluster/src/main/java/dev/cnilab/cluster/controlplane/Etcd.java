package dev.cnilab.cluster.controlplane;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.util.Optional;
import java.util.regex.Matcher;
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
    HealthEndpoint.listen(process, METRICS);
    for (String argument : process.arguments()) {
      if (argument.matches("--listen-(client|peer)-urls=.*")) {
        Matcher url = URL.matcher(argument);
        while (url.find()) {
          listen(process, Ipv4Address.parse(url.group(1)), Integer.parseInt(url.group(2)));
        }
      }
    }
  }

  private static void listen(Process process, Ipv4Address address, int port) {
    if (!process.isAlive()) {
      return;
    }
    try {
      new ProcessSockets(process).listen(address, port, BACKLOG);
    } catch (ErrnoException refused) {
      process
          .err()
          .println("listen tcp %s:%d: bind: %s".formatted(address, port, refused.errno().text()));
      process.end(1);
    }
  }

  /**
   * Whether one of these servers listens in a network.
   *
   * @param servers the value of {@code --etcd-servers}
   */
  static boolean isAt(String servers, NetworkNamespace network) {
    Matcher url = URL.matcher(servers);
    while (url.find()) {
      Ipv4Address address = Ipv4Address.parse(url.group(1));
      int port = Integer.parseInt(url.group(2));
      Optional<?> listener =
          network.tcp().listeners().stream()
              .filter(each -> each.local().port() == port)
              .filter(
                  each -> each.local().address().equals(address) || each.local().address().isAny())
              .findFirst();
      if (listener.isPresent()) {
        return true;
      }
    }
    return false;
  }
}
