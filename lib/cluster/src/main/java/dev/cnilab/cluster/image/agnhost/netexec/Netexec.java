package dev.cnilab.cluster.image.agnhost.netexec;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerIdentity;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.agnhost.call.UdpResponder;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Signal;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** {@code netexec}: an HTTP and a UDP server that report many things about themselves. */
public final class Netexec implements AgnhostCommand {
  private static final int NONE = -1;

  @Override
  public Map<String, String> flags() {
    return Map.of(
        "http-port", "8080",
        "udp-port", "8081",
        "sctp-port", Integer.toString(NONE),
        "udp-listen-addresses", "",
        "tls-cert-file", "",
        "tls-private-key-file", "",
        "http-override", "",
        "delay-shutdown", "0");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    GoLog log = new GoLog(process);
    if (flags.number("sctp-port") != NONE) {
      return log.fatal("failed to create listener for SCTP: protocol not supported");
    }
    NetexecState state = new NetexecState(process, flags.number("http-port"));
    process.signals().handle(Signal.TERM, () -> terminate(process, state, flags, log));
    try {
      if (flags.number("udp-port") != NONE) {
        listen(process, state, flags, log);
      }
      serve(process, state, flags);
    } catch (IOException noIdentity) {
      return log.fatal(String.valueOf(noIdentity.getMessage()));
    } catch (ErrnoException taken) {
      return log.fatal("listen :" + state.httpPort() + ": bind: address already in use");
    }
    log.line("Started HTTP server on port " + state.httpPort());
    return ServerLifetime.untilEnded(process);
  }

  private static void serve(Process process, NetexecState state, AgnhostFlags flags)
      throws IOException {
    NetexecRoutes routes = new NetexecRoutes(state);
    String override = flags.text("http-override");
    Function<HttpRequest, HttpResponse> service =
        request -> routes.answer(override.isEmpty() ? request : request.asGet(override));
    String certificate = flags.text("tls-cert-file");
    if (certificate.isEmpty()) {
      HttpServer.listen(process, state.httpPort(), "", service);
    } else {
      HttpServer.listenTls(
          process,
          state.httpPort(),
          ServerIdentity.read(process, certificate, flags.text("tls-private-key-file")),
          service);
    }
  }

  private static void terminate(
      Process process, NetexecState state, AgnhostFlags flags, GoLog log) {
    state.shutDown();
    int seconds = flags.number("delay-shutdown");
    if (seconds > 0) {
      log.line("Sleeping " + seconds + " seconds before terminating...");
    }
    process.loop().schedule(Duration.ofSeconds(seconds), () -> process.end(0));
  }

  private static void listen(Process process, NetexecState state, AgnhostFlags flags, GoLog log) {
    int port = flags.number("udp-port");
    for (Ipv4Address address : addresses(flags.text("udp-listen-addresses"))) {
      UdpResponder.listen(process, address, port, new NetexecDatagrams(process, port)::answer);
      log.line("Started UDP server on port " + address + " " + port);
    }
    state.ready();
  }

  private static List<Ipv4Address> addresses(String commaSeparated) {
    return commaSeparated.isEmpty()
        ? List.of(Ipv4Address.ANY)
        : Arrays.stream(commaSeparated.split(",")).map(Ipv4Address::parse).toList();
  }
}
