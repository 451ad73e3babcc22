package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The state of one BIRD's session with one neighbor. On the loop only. */
final class Peering {
  /** A session ends after this time without a message. */
  static final Duration HOLD = Duration.ofMinutes(4);

  private static final Duration KEEPALIVE = Duration.ofSeconds(80);

  /** How long routes survive the end of a session, in case the peer returns (RFC 4724). */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final int CHUNK = 4096;

  private final EventLoop loop;
  private final BgpNeighbor neighbor;
  private final SessionLog log;
  private final Runnable changed;
  private final List<Task> tasks = new ArrayList<>();
  private boolean established;
  private Instant goodUntil = Instant.MIN;
  private Instant since;

  Peering(EventLoop loop, BgpNeighbor neighbor, SessionLog log, Runnable changed) {
    this.loop = loop;
    this.neighbor = neighbor;
    this.log = log;
    this.since = loop.now();
    this.changed = changed;
  }

  BgpNeighbor neighbor() {
    return neighbor;
  }

  Session session() {
    return new Session(neighbor, established, since);
  }

  /** Runs something of this session until the session is no longer wanted. */
  void run(String name, Runnable body) {
    tasks.removeIf(Task::isFinished);
    tasks.add(loop.spawn(name, body));
  }

  /** The session is no longer wanted; not in a task of it. */
  void end() {
    tasks.stream().filter(each -> !each.isFinished()).forEach(Task::interrupt);
  }

  /** Whether routes learned from the peer are still valid. */
  boolean isGood() {
    return established || loop.now().isBefore(goodUntil);
  }

  /** Runs a session over an established connection until it ends. In a task of the loop. */
  void keep(TcpConnection connection, long as, Ipv4Address router) {
    try {
      connection.write(BgpMessage.open(as, router, Math.toIntExact(HOLD.toSeconds())), HOLD);
      connection.write(BgpMessage.keepalive(), HOLD);
      listen(connection);
    } catch (ErrnoException broken) {
      // The session ends with its connection.
    } finally {
      down();
      connection.close();
    }
  }

  private void listen(TcpConnection connection) {
    Instant heard = loop.now();
    Instant said = heard;
    while (loop.now().isBefore(heard.plus(HOLD))) {
      Optional<Bytes> bytes = connection.read(CHUNK, KEEPALIVE);
      if (bytes.isPresent() && bytes.get().length() == 0) {
        return;
      }
      if (bytes.isPresent() && !established && !isExpected(bytes.get())) {
        return;
      }
      if (bytes.isPresent()) {
        heard = loop.now();
        up();
      }
      if (!loop.now().isBefore(said.plus(KEEPALIVE))) {
        said = loop.now();
        connection.write(BgpMessage.keepalive(), HOLD);
      }
    }
  }

  /** Whether the other end is in the AS in which it should be. */
  private boolean isExpected(Bytes opening) {
    OptionalLong as = BgpMessage.as(opening);
    if (as.isPresent() && as.getAsLong() != neighbor.as()) {
      log.error(neighbor.protocol() + ": Error: Bad peer AS: " + as.getAsLong());
    }
    return as.isPresent() && as.getAsLong() == neighbor.as();
  }

  private void up() {
    if (!established) {
      established = true;
      since = loop.now();
      changed.run();
    }
  }

  private void down() {
    if (established) {
      established = false;
      since = loop.now();
      goodUntil = loop.now().plus(GRACE);
      changed.run();
      loop.schedule(GRACE, changed);
    }
  }
}
