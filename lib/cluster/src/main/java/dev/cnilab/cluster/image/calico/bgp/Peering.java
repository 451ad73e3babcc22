package dev.cnilab.cluster.image.calico.bgp;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The state of one BIRD's session with one peer. On the loop only. */
final class Peering {
  /** A session ends after this time without a message. */
  static final Duration HOLD = Duration.ofMinutes(4);

  private static final Duration KEEPALIVE = Duration.ofSeconds(80);

  /** How long routes survive the end of a session, in case the peer returns (RFC 4724). */
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final int CHUNK = 4096;

  private final EventLoop loop;
  private final Runnable changed;
  private boolean established;
  private Instant goodUntil = Instant.MIN;

  Peering(EventLoop loop, Runnable changed) {
    this.loop = loop;
    this.changed = changed;
  }

  boolean isEstablished() {
    return established;
  }

  /** Whether routes learned from the peer are still valid. */
  boolean isGood() {
    return established || loop.now().isBefore(goodUntil);
  }

  /** Runs a session over an established connection until it ends. In a task of the loop. */
  void keep(TcpConnection connection, Ipv4Address router) {
    try {
      connection.write(BgpMessage.open(router, Math.toIntExact(HOLD.toSeconds())), HOLD);
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

  private void up() {
    if (!established) {
      established = true;
      changed.run();
    }
  }

  private void down() {
    if (established) {
      established = false;
      goodUntil = loop.now().plus(GRACE);
      changed.run();
      loop.schedule(GRACE, changed);
    }
  }
}
