package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.gonet.GoUrl;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * A call of a webhook.
 *
 * @param key the key of its answer
 * @param client its {@code clientConfig}
 * @param review the AdmissionReview or ConversionReview that is sent
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

  /** The host name for which its certificate has to be valid. */
  String host() {
    JsonNode service = client.path("service");
    return service.isMissingNode()
        ? GoUrl.parse(client.path("url").asText()).hostname()
        : service.path("name").asText() + "." + service.path("namespace").asText() + ".svc";
  }

  /**
   * In PEM; without any, no webhook is trusted, because a control plane's node has only public CAs.
   */
  String authorities() {
    return new String(
        Base64.getDecoder().decode(client.path("caBundle").asText("")), StandardCharsets.US_ASCII);
  }

  int port() {
    return client.at("/service/port").asInt(443);
  }

  /** The path and the query at a service. */
  String target() {
    String path = client.at("/service/path").asText("/");
    return (path.startsWith("/") ? path : "/" + path) + "?timeout=" + timeout.toSeconds() + "s";
  }
}
