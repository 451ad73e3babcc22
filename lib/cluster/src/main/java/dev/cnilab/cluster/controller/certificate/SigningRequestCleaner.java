package dev.cnilab.cluster.controller.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.tls.PemText;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;

/**
 * Deletes requests whose certificate was issued, or which were refused, an hour ago, and those that
 * have waited for a day ({@code pkg/controller/certificates/cleaner}); the real one looks every
 * hour.
 */
public final class SigningRequestCleaner implements AutoCloseable {
  private static final Duration AFTER_AN_ANSWER = Duration.ofHours(1);
  private static final Duration WITHOUT_ANSWER = Duration.ofDays(1);

  private final ControllerContext context;
  private final ApiClient client;
  private final ControlLoop control;

  /** Starts the controller. */
  public SigningRequestCleaner(ControllerContext context) {
    this.context = context;
    this.client = context.client();
    this.control =
        context.controlLoop(this::reconcile).watch(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, "", key.name())
        .ifPresent(request -> clean(key, request));
  }

  private void clean(ObjectKey key, KubeObject request) {
    Instant now = context.loop().now();
    Instant end = end(request);
    if (now.isBefore(end)) {
      control.addAfter(key, Duration.between(now, end));
    } else {
      client.delete(
          ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, "", key.name(), DeleteOptions.background());
    }
  }

  /** When nobody is expected to ask for it any more. */
  static Instant end(KubeObject request) {
    String issued = request.text("/status/certificate");
    Instant end = Instant.parse(request.text("/metadata/creationTimestamp")).plus(WITHOUT_ANSWER);
    for (JsonNode condition : request.at("/status/conditions")) {
      String since = condition.path("lastUpdateTime").asText("");
      boolean isPending = issued.isEmpty() && condition.path("type").asText().equals("Approved");
      if (!since.isEmpty()) {
        end = Instant.parse(since).plus(isPending ? WITHOUT_ANSWER : AFTER_AN_ANSWER);
      }
    }
    return expiry(issued).filter(end::isAfter).orElse(end);
  }

  private static Optional<Instant> expiry(String certificate) {
    return PemText.certificate(
            new String(Base64.getDecoder().decode(certificate), StandardCharsets.US_ASCII))
        .map(issued -> issued.getNotAfter().toInstant());
  }
}
