package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.Line;
import dev.cnilab.cluster.line.Probing;
import dev.cnilab.cluster.log.GoNet;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The connection of a kube-apiserver to etcd. What is stored is kept in this process; whether etcd
 * can be asked for it is up to packets.
 */
final class EtcdConnection {
  /** About the length of a request for one object, and of its answer. */
  private static final int REQUEST = 120;

  private static final int ANSWER = 600;

  /** An answer that just came need not be asked for again for this long. */
  private static final Duration TRUSTED = Duration.ofMillis(500);

  /** How long gRPC waits for a connection: its {@code MinConnectTimeout}. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * The time between two attempts to connect: gRPC's, once it is longer than a start of both
   * programs at the same moment should take.
   */
  private static final Duration FIRST_BACKOFF = Duration.ofMillis(20);

  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final Process process;
  private final List<Endpoint> servers;
  private final EtcdService.EtcdClient client;
  private final Handover<EtcdService> handover;
  private final Consumer<String> warnings;
  private @Nullable Line<EtcdService> line;
  private Endpoint server = new Endpoint(Ipv4Address.ANY, 0);
  private int next;
  private long backoff = FIRST_BACKOFF.toNanos();
  private long answered = Long.MIN_VALUE / 2;
  private long dialled = Long.MIN_VALUE / 2;

  /**
   * Does not connect yet.
   *
   * @param warnings receive why it could not connect
   */
  EtcdConnection(
      Process process,
      List<Endpoint> servers,
      EtcdService.EtcdClient client,
      Handover<EtcdService> handover,
      Consumer<String> warnings) {
    this.process = process;
    this.servers = servers;
    this.client = client;
    this.handover = handover;
    this.warnings = warnings;
    process.onExit(status -> close());
  }

  /** Stops its probes, which would go on for as long as the loop and hold the machine. */
  private void close() {
    Line<EtcdService> known = line;
    line = null;
    if (known != null) {
      known.close();
    }
  }

  /** Whether etcd answers; connects to it if necessary. */
  boolean answers() {
    long now = process.loop().nanoTime();
    if (!process.isAlive()) {
      return false;
    }
    if (now - answered <= TRUSTED.toNanos()) {
      return true;
    }
    giveUpIfLate(now);
    Line<EtcdService> known = line;
    if (known == null || known.end() != null) {
      if (now - dialled < backoff) {
        return false;
      }
      dialled = now;
      backoff = Math.min(2 * backoff, BACKOFF.toNanos());
      known = dial();
    }
    if (known == null || !known.isStanding() || !known.ask(REQUEST) || !known.answer(ANSWER)) {
      return false;
    }
    answered = now;
    backoff = FIRST_BACKOFF.toNanos();
    return true;
  }

  private void giveUpIfLate(long now) {
    Line<EtcdService> known = line;
    if (known != null && !known.isStanding() && now - dialled >= PATIENCE.toNanos()) {
      line = null;
      known.close();
      warn(server, "Error while dialing: " + GoNet.dialTimeout(server));
    }
  }

  private @Nullable Line<EtcdService> dial() {
    if (servers.isEmpty()) {
      return null;
    }
    server = servers.get(next++ % servers.size());
    Endpoint tried = server;
    try {
      Line<EtcdService> dialled =
          Line.dial(
              new ProcessSockets(process),
              tried,
              handover,
              Probing.KEEP_ALIVE,
              () -> changed(tried));
      line = dialled;
      return dialled;
    } catch (ErrnoException noRoute) {
      warn(tried, "Error while dialing: " + GoNet.dial(tried, "connect: " + GoText.errno(noRoute)));
      return null;
    }
  }

  private void changed(Endpoint server) {
    Line<EtcdService> known = line;
    if (known == null) {
      return;
    }
    String end = known.end();
    if (end != null) {
      line = null;
      warn(server, end.startsWith("dial") ? "Error while dialing: " + end : end);
      return;
    }
    if (known.isStanding()) {
      objection(known, server)
          .ifPresent(
              why -> {
                line = null;
                known.close();
                warn(server, "authentication handshake failed: " + why);
              });
    }
  }

  private Optional<String> objection(Line<EtcdService> standing, Endpoint server) {
    return standing.service().objection(client, server.address().toString(), process.now());
  }

  private void warn(Endpoint server, String why) {
    if (process.isAlive()) {
      warnings.accept(
          "[core] [Channel #1 SubChannel #2] grpc: addrConn.createTransport failed to connect to {Addr: \"%1$s\", ServerName: \"%1$s\", }. Err: connection error: desc = \"transport: %2$s\""
              .formatted(server, why.replace("\"", "\\\"")));
    }
  }
}
