package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.netsim.tcp.TcpListener;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The sessions of a node with its neighbors. Of two neighbors the one with the lower address
 * connects. On the loop only.
 */
public final class Sessions {
  private static final int PORT = 179;
  private static final int BACKLOG = 128;
  private static final Duration BETWEEN_CALLS = Duration.ofSeconds(5);

  private final Process process;
  private final ProcessSockets sockets;
  private final Ipv4Address own;
  private final SessionLog log;
  private final Runnable changed;
  private final Map<Ipv4Address, Peering> peerings = new TreeMap<>();
  private final List<Task> tasks = new ArrayList<>();
  private final Optional<Errno> refusal;
  private long as;

  /**
   * Starts listening, until the process ends. If it cannot, there will never be a session: BIRD
   * disables a protocol that has no listening socket.
   *
   * @param changed called each time a session begins, ends or is forgotten
   */
  public Sessions(Process process, Ipv4Address own, SessionLog log, Runnable changed) {
    this.process = process;
    this.sockets = new ProcessSockets(process);
    this.own = own;
    this.log = log;
    this.changed = changed;
    this.refusal = listen();
    process.onExit(
        status -> {
          tasks.stream().filter(each -> !each.isFinished()).forEach(Task::interrupt);
          peerings.values().forEach(Peering::end);
        });
  }

  /** Starts listening; returns the error if it cannot. */
  private Optional<Errno> listen() {
    try {
      TcpListener listener = sockets.listen(own, PORT, BACKLOG);
      run("bgp", () -> accept(listener));
      return Optional.empty();
    } catch (ErrnoException taken) {
      return Optional.of(taken.errno());
    }
  }

  /** Why there can be no sessions, if so: EADDRINUSE if another process has the port. */
  public Optional<Errno> refusal() {
    return refusal;
  }

  private void run(String name, Runnable body) {
    tasks.removeIf(Task::isFinished);
    tasks.add(process.loop().spawn(name, body));
  }

  /**
   * Keeps a session with each of these neighbors from now on, and with no others.
   *
   * @param number our own AS number
   */
  public void require(long number, Collection<BgpNeighbor> neighbors) {
    boolean other = number != as;
    as = number;
    for (Peering peering : List.copyOf(peerings.values())) {
      if (other || !neighbors.contains(peering.neighbor())) {
        peerings.remove(peering.neighbor().address());
        peering.end();
      }
    }
    neighbors.stream().filter(each -> !peerings.containsKey(each.address())).forEach(this::begin);
  }

  private void begin(BgpNeighbor neighbor) {
    Ipv4Address peer = neighbor.address();
    Peering peering = new Peering(process.loop(), neighbor, log, changed);
    peerings.put(peer, peering);
    if (refusal.isEmpty() && own.compareTo(peer) < 0) {
      peering.run("bgp " + peer, () -> call(peer, peering));
    }
  }

  private void accept(TcpListener listener) {
    while (process.isAlive()) {
      TcpConnection connection = sockets.accept(listener);
      Peering peering = peerings.get(connection.peer().address());
      if (peering == null) {
        sockets.close(connection);
      } else {
        peering.run("bgp " + connection.peer(), () -> keep(peering, connection));
      }
    }
  }

  private void call(Ipv4Address peer, Peering peering) {
    while (process.isAlive() && peerings.get(peer) == peering) {
      try {
        TcpConnection connection = sockets.connect(new Endpoint(own, 0), peer, PORT);
        if (connection.awaitEstablished(BETWEEN_CALLS)) {
          keep(peering, connection);
        } else {
          sockets.close(connection);
        }
      } catch (ErrnoException refused) {
        // Nobody is there yet, or no longer.
      }
      process.loop().sleep(BETWEEN_CALLS);
    }
  }

  private void keep(Peering peering, TcpConnection connection) {
    try {
      peering.keep(connection, as, own);
    } finally {
      sockets.close(connection);
    }
  }

  /** Whether routes learned from a node are still valid. */
  public boolean isGood(Ipv4Address peer) {
    Peering peering = peerings.get(peer);
    return peering != null && peering.isGood();
  }

  /** What there is to tell of each neighbor, by address. */
  public List<Session> list() {
    return peerings.values().stream().map(Peering::session).toList();
  }
}
