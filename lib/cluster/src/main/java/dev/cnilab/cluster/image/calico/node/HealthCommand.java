package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.image.calico.bgp.BirdControl;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.http.MessageHead;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code health --felix-ready --bird-ready}: the command of the container's probes (node/pkg/health
 * of projectcalico/calico).
 */
final class HealthCommand implements Program {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** How long after its start a node needs all its sessions to be ready. */
  private static final Duration UNTIL_ONE_IS_ENOUGH = Duration.ofSeconds(30);

  @Override
  public int run(Process process) {
    List<String> flags =
        process.arguments().stream().map(flag -> flag.replaceFirst("^--?", "")).toList();
    Optional<String> failure = Optional.empty();
    if (flags.contains("felix-live")) {
      failure = ask(process, "liveness").map("Felix is not live: "::concat);
    }
    if (failure.isEmpty() && flags.contains("felix-ready")) {
      failure = ask(process, "readiness").map("felix is not ready: "::concat);
    }
    if (failure.isEmpty() && flags.contains("bird-ready")) {
      failure = birdFailure(process).map("BIRD is not ready: "::concat);
    }
    failure.ifPresent(why -> process.out().println("calico/node is not ready: " + why));
    return failure.isPresent() ? 1 : 0;
  }

  /**
   * Why BIRD is not ready. At first any missing session counts, so that a rolling update waits;
   * later only having none at all, otherwise a lost node would make all others unready.
   */
  private static Optional<String> birdFailure(Process process) {
    Instant started;
    try {
      started = process.files().status(NodeStartup.NODENAME).modified();
    } catch (IOException missing) {
      return Optional.of(
          "Failed to stat() nodename file: stat "
              + NodeStartup.NODENAME
              + ": "
              + GoText.errno(missing));
    }
    try {
      Map<String, Boolean> peers = new BirdControl(process).neighbors();
      List<String> waiting =
          peers.entrySet().stream()
              .filter(each -> !each.getValue())
              .map(Map.Entry::getKey)
              .toList();
      int established = peers.size() - waiting.size();
      new CalicoLog(process)
          .info(
              "node/health.go 206",
              "Number of node(s) with BGP peering established = " + established);
      boolean young = process.now().isBefore(started.plus(UNTIL_ONE_IS_ENOUGH));
      return waiting.isEmpty() || (established > 0 && !young)
          ? Optional.empty()
          : Optional.of("BGP not established with " + String.join(",", waiting));
    } catch (ErrnoException refused) {
      return Optional.of(
          "Error querying BIRD: unable to connect to BIRDv4 socket: dial unix "
              + BirdControl.PATH
              + ": connect: "
              + GoText.errno(refused));
    }
  }

  /** Asks Felix; returns the failure, if any. */
  private static Optional<String> ask(Process process, String question) {
    String url = "http://localhost:" + CalicoNode.FELIX_HEALTH + "/" + question;
    try (TcpConnection connection =
        new ProcessSockets(process).connect(Ipv4Address.LOOPBACK, CalicoNode.FELIX_HEALTH)) {
      if (!connection.awaitEstablished(PATIENCE)) {
        return Optional.of("Get \"" + url + "\": dial tcp 127.0.0.1:9099: i/o timeout");
      }
      connection.write(
          Bytes.of("GET /" + question + " HTTP/1.1\r\nHost: localhost:9099\r\n\r\n"), PATIENCE);
      Optional<Bytes> answer = connection.read(1024, PATIENCE);
      int status = MessageHead.of(answer.map(Bytes::text).orElse("")).status();
      return status / 100 == 2 ? Optional.empty() : Optional.of(question + " probe reporting 503");
    } catch (ErrnoException refused) {
      return Optional.of(
          "Get \"%s\": dial tcp 127.0.0.1:9099: connect: %s".formatted(url, GoText.errno(refused)));
    }
  }
}
