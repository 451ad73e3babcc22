package dev.cnilab.cluster.controller.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;

/**
 * Deletes requests for certificates that no client is expected to ask for again ({@code
 * pkg/controller/certificates/cleaner}); the real ones only look every hour, or every five minutes.
 */
public final class RequestCleaner implements AutoCloseable {
  private static final Duration FOR_PODS = Duration.ofMinutes(15);
  private static final Duration AFTER_AN_ANSWER = Duration.ofHours(1);
  private static final Duration WITHOUT_ANSWER = Duration.ofDays(1);

  private final ControllerContext context;
  private final ApiClient client;
  private final ResourceType type;
  private final Function<KubeObject, Instant> end;
  private final ControlLoop control;

  private RequestCleaner(
      ControllerContext context, ResourceType type, Function<KubeObject, Instant> end) {
    this.context = context;
    this.client = context.client();
    this.type = type;
    this.end = end;
    this.control = context.controlLoop(this::reconcile).watch(type);
  }

  /** Starts the controller for pods' requests, which go after a quarter of an hour. */
  public static RequestCleaner ofPods(ControllerContext context) {
    return new RequestCleaner(
        context,
        ResourceTypes.POD_CERTIFICATE_REQUESTS,
        request -> created(request).plus(FOR_PODS));
  }

  /**
   * Starts the controller for CertificateSigningRequests: those whose certificate was issued, or
   * which were refused, go after an hour, and those that wait after a day.
   */
  public static RequestCleaner ofSigningRequests(ControllerContext context) {
    return new RequestCleaner(
        context, ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, RequestCleaner::endOfSigning);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    client.find(type, key.namespace(), key.name()).ifPresent(request -> clean(key, request));
  }

  private void clean(ObjectKey key, KubeObject request) {
    Duration left = Duration.between(context.loop().now(), end.apply(request));
    if (left.isPositive()) {
      control.addAfter(key, left);
    } else {
      client.delete(type, key.namespace(), key.name(), DeleteOptions.background());
    }
  }

  private static Instant created(KubeObject request) {
    return Instant.parse(request.text("/metadata/creationTimestamp"));
  }

  private static Instant endOfSigning(KubeObject request) {
    CertificateSigningRequest signing = new CertificateSigningRequest(request);
    Instant end = created(request).plus(WITHOUT_ANSWER);
    for (JsonNode condition : request.at("/status/conditions")) {
      String since = condition.path("lastUpdateTime").asText("");
      boolean isPending = !signing.isSigned() && condition.path("type").asText().equals("Approved");
      if (!since.isEmpty()) {
        end = Instant.parse(since).plus(isPending ? WITHOUT_ANSWER : AFTER_AN_ANSWER);
      }
    }
    return signing
        .certificate()
        .map(issued -> issued.getNotAfter().toInstant())
        .filter(end::isAfter)
        .orElse(end);
  }
}
