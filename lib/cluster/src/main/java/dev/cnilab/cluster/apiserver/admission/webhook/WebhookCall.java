package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * A question to a webhook.
 *
 * @param key under which its answer is looked for
 * @param client its {@code clientConfig}
 * @param review the AdmissionReview that is sent
 */
public record WebhookCall(String key, JsonNode client, Duration timeout, ObjectNode review) {
  /** Its address as messages show it. */
  String url() {
    String timeoutQuery = "?timeout=" + timeout.toSeconds() + "s";
    JsonNode service = client.path("service");
    if (service.isMissingNode()) {
      return client.path("url").asText() + timeoutQuery;
    }
    return "https://%s.%s.svc:%d%s"
        .formatted(
            service.path("name").asText(), service.path("namespace").asText(), port(), target());
  }

  int port() {
    return client.at("/service/port").asInt(443);
  }

  /** The path and the query of a service. */
  String target() {
    String path = client.at("/service/path").asText("/");
    return (path.startsWith("/") ? path : "/" + path) + "?timeout=" + timeout.toSeconds() + "s";
  }
}
