package dev.cnilab.cluster.image.agnhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.ServerIdentity;
import dev.cnilab.cluster.image.agnhost.call.ServerLifetime;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;

/**
 * {@code crd-conversion-webhook}: converts between {@code hostPort} (v1) and {@code host} with
 * {@code port} (v2).
 */
final class ConversionServer implements AgnhostCommand {
  @Override
  public Map<String, String> flags() {
    return Map.of("tls-cert-file", "", "tls-private-key-file", "", "port", "443");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) throws IOException {
    int port = flags.number("port");
    try {
      HttpServer.listenTls(
          process,
          port,
          ServerIdentity.read(
              process, flags.text("tls-cert-file"), flags.text("tls-private-key-file")),
          ConversionServer::answer);
    } catch (ErrnoException taken) {
      return new GoLog(process).fatal(GoNet.listen(":" + port, taken));
    }
    return ServerLifetime.untilTerminated(process);
  }

  private static HttpResponse answer(HttpRequest request) {
    return switch (request.path()) {
      case "/readyz" -> Answers.text(200, "ok");
      case "/crdconvert" ->
          HttpResponse.ok("application/json", reviewed(Json.parse(request.body())).toString());
      default -> HttpResponse.notFound();
    };
  }

  private static ObjectNode reviewed(JsonNode review) {
    String version = review.at("/request/desiredAPIVersion").asText();
    ObjectNode answer =
        Json.object()
            .put("kind", review.path("kind").asText())
            .put("apiVersion", review.path("apiVersion").asText());
    ObjectNode response =
        answer.putObject("response").put("uid", review.at("/request/uid").asText());
    for (JsonNode object : review.at("/request/objects")) {
      ObjectNode converted = ((ObjectNode) object.deepCopy()).put("apiVersion", version);
      String why = convert(converted, version);
      if (!why.isEmpty()) {
        response.remove("convertedObjects");
        response.putObject("result").put("status", "Failure").put("message", why);
        return answer;
      }
      response.withArray("convertedObjects").add(converted);
    }
    response.putObject("result").put("status", "Success");
    return answer;
  }

  /** Converts an object in place; returns why it can't be done, "" if it is. */
  private static String convert(ObjectNode object, String version) {
    if (version.endsWith("/v2") && object.has("hostPort")) {
      String[] parts = object.remove("hostPort").asText().split(":", -1);
      if (parts.length != 2) {
        return "invalid hostPort value `" + String.join(":", parts) + "`";
      }
      object.put("host", parts[0]).put("port", parts[1]);
    } else if (version.endsWith("/v1") && (object.has("host") || object.has("port"))) {
      object.put("hostPort", object.path("host").asText("") + ":" + object.path("port").asText(""));
      object.remove("host");
      object.remove("port");
    }
    return "";
  }
}
