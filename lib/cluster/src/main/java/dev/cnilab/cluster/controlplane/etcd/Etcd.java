package dev.cnilab.cluster.controlplane.etcd;

import dev.cnilab.cluster.controlplane.component.HealthEndpoint;
import dev.cnilab.cluster.goflag.GoFlag;
import dev.cnilab.cluster.goflag.GoFlagException;
import dev.cnilab.cluster.goflag.GoFlagSet;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.line.LineListener;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.tcp.Endpoint;
import dev.cnilab.userland.process.EventProgram;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * {@code etcd}: listens where its flags say. What it stores is kept by the API server's own store,
 * which asks only whether etcd answers.
 */
public final class Etcd implements EventProgram {
  private static final String USAGE = "Usage:\n\n  etcd [flags]\n    Start an etcd server.\n";

  /**
   * All flags of etcd 3.7: those that say where it listens are obeyed, some make no difference to a
   * store without a disk and peers, and the others are refused.
   */
  private static final List<String[]> LINES = lines();

  private static final GoFlagSet ALL =
      GoFlagSet.of(
          LINES.stream()
              .map(
                  words ->
                      new GoFlag(words[0], GoFlag.Kind.valueOf(words[1].toUpperCase(Locale.ROOT))))
              .toList());

  private static final Set<String> REFUSED =
      LINES.stream()
          .filter(words -> words[2].equals("absent"))
          .map(words -> words[0])
          .collect(Collectors.toUnmodifiableSet());

  private final Handover<EtcdService> handover;

  /** A server for the clients of the handover. */
  public Etcd(Handover<EtcdService> handover) {
    this.handover = handover;
  }

  private static List<String[]> lines() {
    try (InputStream in =
        Objects.requireNonNull(
            Etcd.class.getResourceAsStream("/dev/cnilab/cluster/controlplane/etcd.flags.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.split(" ", -1))
          .toList();
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }

  @Override
  public void begin(Process process) {
    process.signals().handle(Signal.TERM, () -> process.end(0));
    GoFlagSet.Given given;
    try {
      given = ALL.parse(process.arguments().subList(1, process.arguments().size()));
    } catch (GoFlagException wrong) {
      process.err().println(wrong.asksForHelp() ? USAGE : wrong.text());
      process.end(wrong.asksForHelp() ? 0 : 2);
      return;
    }
    for (String refused : given.values().keySet()) {
      if (REFUSED.contains(refused)) {
        process.err().println("flag not available on this machine: -" + refused);
        process.end(2);
        return;
      }
    }
    if (!given.operands().isEmpty()) {
      process.err().println(GoText.quote(given.operands().getFirst()) + " is not a valid flag");
      process.end(1);
      return;
    }
    Optional<EtcdService> service = EtcdFiles.read(process, given);
    if (service.isEmpty()) {
      process.end(1);
      return;
    }
    EtcdUrl.all(given.text("listen-metrics-urls")).forEach(url -> metrics(process, url.place()));
    for (String flag : List.of("listen-client-urls", "listen-peer-urls")) {
      EtcdUrl.all(given.text(flag))
          .forEach(
              url ->
                  listen(process, url.place(), url.isSecure() ? service.get() : EtcdService.PLAIN));
    }
  }

  private static void metrics(Process process, Endpoint place) {
    try {
      HealthEndpoint.listen(process, place.address(), place.port());
    } catch (ErrnoException refused) {
      process.err().println(GoNet.listen(place.toString(), refused));
      process.end(1);
    }
  }

  private void listen(Process process, Endpoint endpoint, EtcdService service) {
    if (!process.isAlive()) {
      return;
    }
    try {
      LineListener.serve(
          process,
          LineListener.listen(process, endpoint.address(), endpoint.port()),
          service,
          handover,
          (connection, hello) -> {}); // nobody else speaks gRPC here
    } catch (ErrnoException refused) {
      process.err().println(GoNet.listen(endpoint.toString(), refused));
      process.end(1);
    }
  }
}
