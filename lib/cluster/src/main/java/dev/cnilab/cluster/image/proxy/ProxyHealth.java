package dev.cnilab.cluster.image.proxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.image.http.HttpRequest;
import dev.cnilab.cluster.image.http.HttpResponse;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.value.Timestamp;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.hardware.WallClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * kube-proxy's health endpoint on port 10256: load balancers ask {@code /healthz} whether to send
 * traffic to the node, a kubelet may ask {@code /livez}. It is unhealthy when a change has waited
 * for its rules for a minute (pkg/proxy/healthcheck/proxy_health.go).
 */
final class ProxyHealth {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final WallClock clock;
  private final EventLoop loop;
  private BooleanSupplier nodeIsEligible = () -> true;
  private @Nullable Instant updated;
  private @Nullable Instant waitingSince;

  /** The health of a proxy that has not written any rules yet, and does not know its node. */
  ProxyHealth(WallClock clock) {
    this.clock = clock;
    this.loop = clock.loop();
  }

  /** Sets the source that knows whether the node exists and is not about to be deleted. */
  void follow(BooleanSupplier eligible) {
    nodeIsEligible = eligible;
  }

  /** A change has arrived whose rules have to be written. */
  void queued() {
    if (waitingSince == null) {
      waitingSince = loop.now();
    }
  }

  /** All rules are up to date. */
  void updated() {
    waitingSince = null;
    updated = loop.now();
  }

  HttpResponse answer(HttpRequest request) {
    return switch (request.path()) {
      case "/healthz" -> healthz(nodeIsEligible.getAsBoolean());
      case "/livez" -> response(isHealthy(), health(written(), Json.object()));
      default -> HttpResponse.notFound();
    };
  }

  /** While it is healthy, lastUpdated is the current time, as in older releases. */
  private HttpResponse healthz(boolean eligible) {
    boolean healthy = isHealthy() && eligible;
    Instant last = healthy ? clock.instant() : written();
    return response(healthy, health(last, Json.object().put("nodeEligible", eligible)));
  }

  private static HttpResponse response(boolean healthy, ObjectNode health) {
    return healthy
        ? HttpResponse.ok("application/json", health.toString())
        : new HttpResponse(503, "Service Unavailable", "application/json", health.toString());
  }

  /** The health, with a field about the node if that matters; both families have one. */
  private ObjectNode health(Instant last, ObjectNode node) {
    ObjectNode health =
        Json.object()
            .put("lastUpdated", last.toString())
            .put("currentTime", clock.instant().toString());
    health.setAll(node);
    health.put("healthy", isHealthy());
    if (updated != null) {
      ObjectNode status = health.putObject("status");
      for (String family : List.of("IPv4", "IPv6")) {
        status
            .putObject(family)
            .put("lastUpdated", written().toString())
            .put("healthy", isHealthy());
      }
    }
    return health;
  }

  /** Whether no change has waited too long for its rules. */
  boolean isHealthy() {
    return waitingSince == null
        || updated == null
        || Duration.between(waitingSince, loop.now()).compareTo(TIMEOUT) < 0;
  }

  /** Go's zero time stands for never. */
  private Instant written() {
    return updated == null ? Timestamp.ZERO : clock.of(updated);
  }
}
