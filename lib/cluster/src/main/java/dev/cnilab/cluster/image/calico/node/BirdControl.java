package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.userland.process.LocalSockets;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The socket at which BIRD answers {@code show protocols}: a line for each peer. It lies in a
 * folder of the node, so it is the same one for all containers in which there is a BIRD.
 */
record BirdControl(Process process) {
  static final String PATH = "/var/run/calico/bird.ctl";

  private static final String QUESTION = "show protocols";

  /**
   * Answers from now on, until the process ends.
   *
   * @param sessions the peers by address, and whether there is a session with each of them
   * @throws IOException if the socket cannot be created
   */
  void serve(Supplier<Map<Ipv4Address, Boolean>> sessions) throws IOException {
    sockets().bind(process, PATH, question -> lines(sessions.get()));
  }

  private static String lines(Map<Ipv4Address, Boolean> sessions) {
    return sessions.entrySet().stream()
        .map(each -> each.getKey() + (each.getValue() ? " Established\n" : " Active\n"))
        .collect(Collectors.joining());
  }

  /**
   * The lines of the answer.
   *
   * @throws ErrnoException ENOENT if there is no socket, ECONNREFUSED if nobody answers any more
   */
  List<String> ask() {
    return sockets().ask(process.files(), PATH, QUESTION).lines().toList();
  }

  /** Whether a BIRD answers, in any container of the node. */
  boolean isAnswered() {
    try {
      ask();
      return true;
    } catch (ErrnoException nobody) {
      return false;
    }
  }

  private LocalSockets sockets() {
    return process.machine().localSockets();
  }
}
