package dev.cnilab.cluster.image.agnhost;

import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerIdentity;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.agnhost.call.UdpResponder;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * {@code porter}: serves the value of each variable such as SERVE_PORT_80 on the port in its name.
 */
final class Porter implements AgnhostCommand {
  private static final Pattern VARIABLE =
      Pattern.compile("SERVE_(?:(TCP|UDP|TLS|SCTP)_)?PORT_(\\d{1,5})");

  @Override
  public Map<String, String> flags() {
    return Map.of("json-response", "false");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    GoLog log = new GoLog(process);
    for (Map.Entry<String, String> each : process.environment().entrySet()) {
      Matcher variable = VARIABLE.matcher(each.getKey());
      if (variable.matches()) {
        String protocol = Optional.ofNullable(variable.group(1)).orElse("TCP");
        int port = Integer.parseInt(variable.group(2));
        serve(process, protocol, port, each.getValue(), flags, log);
      }
    }
    return ServerLifetime.untilTerminated(process);
  }

  private static void serve(
      Process process, String protocol, int port, String value, AgnhostFlags flags, GoLog log) {
    try {
      switch (protocol) {
        case "TCP" ->
            HttpServer.listen(process, port, "", request -> answer(request, value, flags));
        case "TLS" ->
            HttpServer.listenTls(
                process, port, identity(process), request -> answer(request, value, flags));
        case "UDP" -> {
          UdpResponder.listen(process, Ipv4Address.ANY, port, (text, client) -> Optional.of(value));
          log.line("Started UDP server on port " + port);
        }
        default -> log.line(protocol + ": protocol not supported");
      }
    } catch (ErrnoException taken) {
      log.line("server on port \"" + port + "\" failed: " + GoText.errno(taken));
    } catch (IOException noIdentity) {
      log.line("tls server on port \"" + port + "\" failed: " + noIdentity.getMessage());
    }
  }

  private static SSLContext identity(Process process) throws IOException {
    Map<String, String> environment = process.environment();
    return ServerIdentity.read(
        process,
        environment.getOrDefault("CERT_FILE", "localhost.crt"),
        environment.getOrDefault("KEY_FILE", "localhost.key"));
  }

  private static HttpResponse answer(HttpRequest request, String value, AgnhostFlags flags) {
    return flags.is("json-response")
        ? HttpResponse.ok(
            "application/json",
            Json.text(Json.object().put("Method", request.method()).put("Body", value)))
        : Answers.text(200, value);
  }
}
