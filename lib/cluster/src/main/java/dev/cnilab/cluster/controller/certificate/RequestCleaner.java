package dev.cnilab.cluster.controller.certificate;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;

/**
 * Deletes requests for pods' certificates after a quarter of an hour ({@code
 * pkg/controller/certificates/cleaner}); the real one looks every five minutes.
 */
public final class RequestCleaner implements AutoCloseable {
  private static final Duration LIFETIME = Duration.ofMinutes(15);

  private final ControllerContext context;
  private final ApiClient client;
  private final ControlLoop control;

  /** Starts the controller. */
  public RequestCleaner(ControllerContext context) {
    this.context = context;
    this.client = context.client();
    this.control =
        context.controlLoop(this::reconcile).watch(ResourceTypes.POD_CERTIFICATE_REQUESTS);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.POD_CERTIFICATE_REQUESTS, key.namespace(), key.name())
        .ifPresent(request -> clean(key, request));
  }

  private void clean(ObjectKey key, KubeObject request) {
    Instant end = Instant.parse(request.text("/metadata/creationTimestamp")).plus(LIFETIME);
    Instant now = context.loop().now();
    if (now.isBefore(end)) {
      control.addAfter(key, Duration.between(now, end));
    } else {
      client.delete(
          ResourceTypes.POD_CERTIFICATE_REQUESTS,
          key.namespace(),
          key.name(),
          DeleteOptions.background());
    }
  }
}
