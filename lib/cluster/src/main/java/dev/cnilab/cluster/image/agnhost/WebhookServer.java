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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** {@code webhook}: an admission webhook with an answer for each path. */
final class WebhookServer implements AgnhostCommand {
  private static final Duration DELAY = Duration.ofSeconds(5);
  private static final Duration FOREVER = Duration.ofDays(36_500);
  private static final String POD_LABEL = "/metadata/labels/webhook-e2e-test";
  private static final String UNWANTED = "/data/webhook-e2e-test";

  private static final Words CONFIG_MAPS =
      new Words(
          "the configmap contains unwanted key and value",
          "the configmap cannot be deleted because it contains unwanted key and value");

  private static final Words CUSTOM_RESOURCES =
      new Words(
          "the custom resource contains unwanted data",
          "the custom resource cannot be deleted because it contains unwanted key and value");

  @Override
  public Map<String, String> flags() {
    return Map.of(
        "tls-cert-file", "", "tls-private-key-file", "", "port", "443", "sidecar-image", "");
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
          request -> answer(process, request, flags.text("sidecar-image")));
    } catch (ErrnoException taken) {
      return new GoLog(process).fatal(GoNet.listen(":" + port, taken));
    }
    return ServerLifetime.untilTerminated(process);
  }

  private static HttpResponse answer(Process process, HttpRequest request, String sidecarImage) {
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
      case "/pods" -> {
        if (object.at(POD_LABEL).asText().equals("wait-forever")) {
          process.loop().sleep(FOREVER);
        }
        pods(object, response);
      }
      case "/pods/attach" -> attach(review.path("request"), response);
      case "/mutating-pods" -> initContainer(object, response);
      case "/mutating-pods-sidecar" -> sidecar(object, sidecarImage, response);
      case "/configmaps" -> data(review.path("request"), CONFIG_MAPS, response);
      case "/custom-resource" -> data(review.path("request"), CUSTOM_RESOURCES, response);
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
    List<String> words = new ArrayList<>();
    if (pod.at(POD_LABEL).asText().equals("webhook-disallow")) {
      words.add("the pod contains unwanted label;");
    }
    for (JsonNode container : pod.at("/spec/containers")) {
      if (container.path("name").asText().contains("webhook-disallow")) {
        words.add("the pod contains unwanted container name;");
      }
    }
    unless(!words.isEmpty(), String.join(" ", words), response);
  }

  private static void attach(JsonNode request, ObjectNode response) {
    unless(
        request.path("name").asText().equals("to-be-attached-pod")
            && request.at("/object/stdin").asBoolean()
            && request.at("/object/container").asText().equals("container1"),
        "attaching to pod 'to-be-attached-pod' is not allowed",
        response);
  }

  private static void initContainer(JsonNode pod, ObjectNode response) {
    if (pod.at("/metadata/name").asText().equals("webhook-to-be-mutated")
        && !hasContainer(pod.at("/spec/initContainers"), "webhook-added-init-container")) {
      patch(
          response,
          """
          [{"op": "add", "path": "/spec/initContainers", "value": [{"image":
            "webhook-added-image", "name": "webhook-added-init-container", "resources": {}}]}]\
          """);
    } else {
      response.put("allowed", true);
    }
  }

  private static void sidecar(JsonNode pod, String image, ObjectNode response) {
    if (image.isEmpty()) {
      deny(response, "No image specified by the sidecar-image parameter");
      response.withObject("/status").put("status", "Failure").put("code", 500);
    } else if (hasContainer(pod.at("/spec/containers"), "webhook-added-sidecar")) {
      response.put("allowed", true);
    } else {
      patch(
          response,
          """
          [{"op": "add", "path": "/spec/containers/-", "value": {"image": "%s",
            "name": "webhook-added-sidecar", "resources": {}}}]\
          """
              .formatted(image));
    }
  }

  private static boolean hasContainer(JsonNode containers, String name) {
    return !Json.named(containers, name).isMissingNode();
  }

  /**
   * The messages about ConfigMap data.
   *
   * @param kept for data that may not be deleted
   */
  private record Words(String unwanted, String kept) {}

  private static void data(JsonNode request, Words words, ObjectNode response) {
    boolean deletion = request.path("operation").asText().equals("DELETE");
    String found = request.path(deletion ? "oldObject" : "object").at(UNWANTED).asText();
    if (found.equals(deletion ? "webhook-nondeletable" : "webhook-disallow")) {
      response
          .put("allowed", false)
          .putObject("status")
          .put("reason", deletion ? words.kept() : words.unwanted());
    } else {
      response.put("allowed", true);
    }
  }

  private static void mutated(JsonNode object, ObjectNode response) {
    // The real one checks the second stage last, so the second stage decides.
    boolean second = object.at("/data/mutation-stage-1").asText().equals("yes");
    if (second || object.at("/data/mutation-start").asText().equals("yes")) {
      patch(
          response,
          "[{\"op\":\"add\",\"path\":\"/data/mutation-stage-%s\",\"value\":\"yes\"}]"
              .formatted(second ? "2" : "1"));
    } else {
      response.put("allowed", true);
    }
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
