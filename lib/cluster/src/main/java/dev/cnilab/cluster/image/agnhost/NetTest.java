package dev.cnilab.cluster.image.agnhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.util.Map;

/**
 * {@code nettest}: counts the peers that have written to it, and reports the count. It does not
 * look for peers itself.
 */
final class NetTest implements AgnhostCommand {
  @Override
  public Map<String, String> flags() {
    return Map.of(
        "port", "8080", "peers", "8", "service", "nettest", "namespace", "", "delay-shutdown", "0");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    int port = flags.number("port");
    ObjectNode state = Json.object().put("Hostname", process.hostname());
    state.putObject("Sent");
    state.putObject("Received");
    state.putNull("Errors");
    state.putNull("Log");
    state.put("StillContactingPeers", true);
    try {
      HttpServer.listen(
          process, port, "", request -> answer(process, state, flags.number("peers"), request));
    } catch (ErrnoException taken) {
      return new GoLog(process).fatal(GoNet.listen(":" + port, taken));
    }
    return ServerLifetime.untilTerminated(process);
  }

  private static HttpResponse answer(
      Process process, ObjectNode state, int peers, HttpRequest request) {
    return switch (request.path()) {
      case "/quit" -> {
        process.end(0);
        yield Answers.text(200, "");
      }
      case "/read" -> Answers.text(200, state.toPrettyString());
      case "/write" -> write(state, request.body());
      case "/status" ->
          Answers.text(
              200,
              state.path("Sent").size() >= peers && state.path("Received").size() >= peers
                  ? "pass"
                  : "running");
      default -> HttpResponse.notFound();
    };
  }

  private static HttpResponse write(ObjectNode state, String body) {
    try {
      JsonNode post = Json.parse(body);
      ObjectNode received = state.withObject("/Received");
      String source = post.path("Source").asText("");
      received.put(source, received.path(source).asInt() + 1);
      return Answers.text(
          200, Json.text(Json.object().put("Hostname", state.path("Hostname").asText())));
    } catch (IllegalArgumentException malformed) {
      return Answers.error(400, String.valueOf(malformed.getMessage()));
    }
  }
}
