package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.packet.Bytes;
import dev.cnilab.netsim.tcp.TcpConnection;
import dev.cnilab.userland.net.sockets.ProcessSockets;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** {@code health --felix-ready --bird-ready}: what the probes of the container run. */
final class Health implements Program {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Override
  public int run(Process process) {
    List<String> flags =
        process.arguments().stream().map(flag -> flag.replaceFirst("^--?", "")).toList();
    String question = flags.contains("felix-ready") ? "readiness" : "liveness";
    if (flags.contains("felix-ready") || flags.contains("felix-live")) {
      String failure = ask(process, question);
      if (!failure.isEmpty()) {
        process
            .err()
            .println(
                "calico/node is not %s: Felix is not %s: %s"
                    .formatted(
                        question.equals("readiness") ? "ready" : "live",
                        question.equals("readiness") ? "ready" : "live",
                        failure));
        return 1;
      }
    }
    if (flags.contains("bird-ready")) {
      String failure = birdFailure(process);
      if (!failure.isEmpty()) {
        process.err().println("calico/node is not ready: BIRD is not ready: " + failure);
        return 1;
      }
    }
    return 0;
  }

  /** What keeps BIRD from being ready; "" if nothing does. */
  private static String birdFailure(Process process) {
    try {
      String waiting =
          process
              .files()
              .readText(Bird.CONTROL)
              .lines()
              .filter(line -> !line.endsWith(" Established"))
              .map(line -> line.replaceFirst(" .*", ""))
              .collect(Collectors.joining(","));
      return waiting.isEmpty() ? "" : "BGP not established with " + waiting;
    } catch (IOException missing) {
      return "Error querying BIRD: unable to connect to BIRDv4 socket: dial unix "
          + Bird.CONTROL
          + ": connect: no such file or directory";
    }
  }

  /** Asks Felix; what is wrong, "" if nothing is. */
  private static String ask(Process process, String question) {
    String url = "http://localhost:" + CalicoNode.FELIX_HEALTH + "/" + question;
    try (TcpConnection connection =
        new ProcessSockets(process).connect(Ipv4Address.LOOPBACK, CalicoNode.FELIX_HEALTH)) {
      if (!connection.awaitEstablished(PATIENCE)) {
        return "Get \"" + url + "\": dial tcp 127.0.0.1:9099: i/o timeout";
      }
      connection.write(
          Bytes.of("GET /" + question + " HTTP/1.1\r\nHost: localhost:9099\r\n\r\n"), PATIENCE);
      Optional<Bytes> answer = connection.read(1024, PATIENCE);
      String status = answer.map(Bytes::text).orElse("").replaceFirst("(?s)\r\n.*", "");
      return status.contains(" 20") ? "" : question + " probe reporting 503";
    } catch (ErrnoException refused) {
      return "Get \"%s\": dial tcp 127.0.0.1:9099: connect: %s"
          .formatted(url, GoText.errno(refused));
    }
  }
}
