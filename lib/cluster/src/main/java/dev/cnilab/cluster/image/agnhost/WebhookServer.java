package dev.cnilab.cluster.image.agnhost;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.image.agnhost.call.Answers;
import dev.cnilab.cluster.image.agnhost.call.Flags;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.agnhost.call.Lifetime;
import dev.cnilab.cluster.image.agnhost.call.ServerIdentity;
import dev.cnilab.cluster.image.agnhost.call.Subcommand;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.image.http.HttpServer;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * {@code webhook}: an admission webhook with an answer for each path. Of the real one's paths these
 * are absent: those of pods' attach, of sidecars, and of conversions of custom kinds.
 */
final class WebhookServer implements Subcommand {
  private static final Duration DELAY = Duration.ofSeconds(5);
  private static final String UNWANTED = "/data/webhook-e2e-test";

  @Override
  public Map<String, String> flags() {
    return Map.of(
        "tls-cert-file", "", "tls-private-key-file", "", "port", "443", "sidecar-image", "");
  }

  @Override
  public int run(Process process, Flags flags) throws IOException {
    int port = flags.number("port");
    try {
      HttpServer.listenTls(
          process,
          port,
          ServerIdentity.read(
              process, flags.text("tls-cert-file"), flags.text("tls-private-key-file")),
          request -> answer(process, request));
    } catch (ErrnoException taken) {
      return new GoLog(process)
          .fatal(
              "listen tcp :" + port + ": bind: " + taken.errno().text().toLowerCase(Locale.ROOT));
    }
    return Lifetime.untilTerminated(process);
  }

  private static HttpResponse answer(Process process, HttpRequest request) {
    if (request.path().equals("/readyz")) {
      return Answers.text(200, "ok");
    }
    JsonNode review = Json.parse(request.body());
    JsonNode object = review.at("/request/object");
    ObjectNode response = Json.object().put("uid", review.at("/request/uid").asText());
    switch (request.path()) {
      case "/always-deny" -> deny(response, "this webhook denies all requests");
      case "/always-allow-delay-5s" -> {
        process.loop().sleep(DELAY);
        response.put("allowed", true);
      }
      case "/add-label" ->
          patch(
              response,
              object.at("/metadata/labels").isEmpty()
                  ? "[{\"op\":\"add\",\"path\":\"/metadata/labels\",\"value\":{\"added-label\":\"yes\"}}]"
                  : "[{\"op\":\"add\",\"path\":\"/metadata/labels/added-label\",\"value\":\"yes\"}]");
      case "/pods" -> pods(object, response);
      case "/configmaps", "/custom-resource" ->
          unless(
              object.at(UNWANTED).asText().equals("webhook-disallow"),
              "the %s contains unwanted %s"
                  .formatted(
                      request.path().equals("/configmaps") ? "configmap" : "custom resource",
                      request.path().equals("/configmaps") ? "key and value" : "data"),
              response);
      case "/mutating-configmaps", "/mutating-custom-resource" -> mutated(object, response);
      case "/crd" ->
          unless(
              object.at("/metadata/labels/webhook-e2e-test").asText().equals("webhook-disallow"),
              "the crd contains unwanted label",
              response);
      default -> {
        return HttpResponse.notFound();
      }
    }
    review = ((ObjectNode) review).without("request");
    return HttpResponse.ok(
        "application/json", ((ObjectNode) review).set("response", response).toString());
  }

  private static void pods(JsonNode pod, ObjectNode response) {
    for (JsonNode container : pod.at("/spec/containers")) {
      if (container.path("name").asText().contains("webhook-disallow")) {
        deny(response, "the pod contains unwanted container name; ");
        return;
      }
    }
    unless(
        pod.at("/metadata/labels/webhook-e2e-test").asText().equals("webhook-disallow"),
        "the pod contains unwanted label; ",
        response);
  }

  private static void mutated(JsonNode object, ObjectNode response) {
    for (String stage : new String[] {"1", "2"}) {
      String before = stage.equals("1") ? "mutation-start" : "mutation-stage-1";
      if (object.at("/data/" + before).asText().equals("yes")
          && object.at("/data/mutation-stage-" + stage).isMissingNode()) {
        patch(
            response,
            "[{\"op\":\"add\",\"path\":\"/data/mutation-stage-%s\",\"value\":\"yes\"}]"
                .formatted(stage));
        return;
      }
    }
    response.put("allowed", true);
  }

  private static void unless(boolean unwanted, String words, ObjectNode response) {
    if (unwanted) {
      deny(response, words);
    } else {
      response.put("allowed", true);
    }
  }

  private static void deny(ObjectNode response, String words) {
    response.put("allowed", false).putObject("status").put("message", words);
  }

  private static void patch(ObjectNode response, String operations) {
    response
        .put("allowed", true)
        .put("patchType", "JSONPatch")
        .put(
            "patch",
            Base64.getEncoder().encodeToString(operations.getBytes(StandardCharsets.UTF_8)));
  }
}
