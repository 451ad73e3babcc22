package dev.cnilab.cluster.controlplane.etcd;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.Line;
import dev.cnilab.cluster.line.Probing;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
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
public final class EtcdConnection {
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
  private final List<EtcdUrl> servers;
  private final EtcdService.EtcdClient client;
  private final Handover<EtcdService> handover;
  private final Consumer<String> warnings;
  private @Nullable Attempt attempt;
  private int next;
  private long backoff = FIRST_BACKOFF.toNanos();
  private long answered = Long.MIN_VALUE / 2;
  private long dialled = Long.MIN_VALUE / 2;

  /**
   * Does not connect yet.
   *
   * @param warnings receive why it could not connect
   */
  public EtcdConnection(
      Process process,
      List<EtcdUrl> servers,
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

  /**
   * Stops its probes, which would otherwise run as long as the loop and keep the machine in memory.
   */
  private void close() {
    if (attempt != null && attempt.line != null) {
      attempt.line.close();
    }
  }

  /** Whether etcd answers; connects to it if necessary. */
  public boolean answers() {
    long now = process.loop().nanoTime();
    if (!process.isAlive()) {
      return false;
    }
    if (now - answered <= TRUSTED.toNanos()) {
      return true;
    }
    Line<EtcdService> line = trusted(now);
    if (line == null || !line.ask(REQUEST) || !line.answer(ANSWER)) {
      return false;
    }
    answered = now;
    backoff = FIRST_BACKOFF.toNanos();
    return true;
  }

  /** The connection once both sides trust each other; begins to make one if there is none. */
  private @Nullable Line<EtcdService> trusted(long now) {
    giveUpIfLate(now);
    if (attempt == null && !servers.isEmpty() && now - dialled >= backoff) {
      dialled = now;
      backoff = Math.min(2 * backoff, BACKOFF.toNanos());
      dial(servers.get(next++ % servers.size()));
    }
    return attempt != null && attempt.trusted ? attempt.line : null;
  }

  private void giveUpIfLate(long now) {
    Attempt known = attempt;
    if (known != null
        && known.line != null
        && !known.line.isStanding()
        && now - dialled >= PATIENCE.toNanos()) {
      known.refuse("Error while dialing: " + GoNet.dialTimeout(known.server.place()));
    }
  }

  private void dial(EtcdUrl server) {
    Attempt begun = new Attempt(server);
    attempt = begun;
    try {
      begun.line =
          Line.dial(
              new ProcessSockets(process),
              server.place(),
              handover,
              Probing.KEEP_ALIVE,
              begun::changed);
      begun.changed();
    } catch (ErrnoException noRoute) {
      begun.refuse(
          "Error while dialing: "
              + GoNet.dial(server.place(), "connect: " + GoText.errno(noRoute)));
    }
  }

  /** A connection to one server, from dialling to its end. */
  private final class Attempt {
    private final EtcdUrl server;

    /** Null while it is being dialled. */
    private @Nullable Line<EtcdService> line;

    private boolean trusted;

    Attempt(EtcdUrl server) {
      this.server = server;
    }

    /** The line may also report what has become of an earlier attempt. */
    private void changed() {
      Line<EtcdService> known = line;
      if (this != attempt || known == null) {
        return;
      }
      String end = known.end();
      if (end != null) {
        refuse(end.startsWith("dial") ? "Error while dialing: " + end : end);
      } else if (known.isStanding() && !trusted) {
        shakeHands(known.service());
      }
    }

    /** Certificates are looked at once: a connection outlives them. */
    private void shakeHands(EtcdService etcd) {
      Optional<String> objection = etcd.objection(client, server, process.now());
      trusted = objection.isEmpty();
      objection.ifPresent(this::refuse);
    }

    private void refuse(String why) {
      attempt = null;
      if (line != null) {
        line.close();
      }
      warn(server.place(), why);
    }
  }

  private void warn(Endpoint server, String why) {
    if (process.isAlive()) {
      warnings.accept(
          "[core] [Channel #1 SubChannel #2] grpc: addrConn.createTransport failed to connect to {Addr: \"%1$s\", ServerName: \"%1$s\", }. Err: connection error: desc = \"transport: %2$s\""
              .formatted(server, why.replace("\"", "\\\"")));
    }
  }
}
