package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A node's heartbeat: a Lease renewed every 10 s ({@code component-helpers/apimachinery/lease}).
 */
final class NodeLease {
  private static final String NAMESPACE = "kube-node-lease";
  private static final int TRIES = 5;
  private static final Duration FIRST_BACK_OFF = Duration.ofMillis(200);
  private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(7);
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Lifetime lifetime;
  private final ApiClient client;
  private final String node;
  private final Duration length;
  private final Klog log;
  private @Nullable KubeObject latest;
  private boolean struggling;

  NodeLease(Lifetime lifetime, ApiClient client, String node, Duration length, Klog log) {
    this.lifetime = lifetime;
    this.client = client;
    this.node = node;
    this.length = length;
    this.log = log;
  }

  /**
   * Renews or creates the lease. If that does not succeed at once, it continues as a separate task.
   */
  void renew() {
    if (struggling) {
      return;
    }
    try {
      latest = latest == null ? ensure() : update(latest);
    } catch (ApiException failed) {
      struggling = true;
      boolean isAnswered = latest != null && !failed.isUnreachable() && !failed.isForTask();
      if (isAnswered) {
        tellOfUpdate(failed);
      }
      lifetime.spawn("lease " + node, () -> struggle(isAnswered ? 1 : 0));
    }
  }

  private void tellOfUpdate(ApiException failed) {
    log.failure("controller.go:260", failed.getMessage(), "Failed to update lease");
  }

  private void struggle(int tried) {
    if (latest == null || !updates(latest, tried)) {
      latest = ensured();
    }
    struggling = false;
  }

  private boolean updates(KubeObject known, int tried) {
    KubeObject base = known;
    for (int i = tried; i < TRIES; i++) {
      try {
        latest = update(base);
        return true;
      } catch (ApiException failed) {
        lifetime.requireAlive();
        tellOfUpdate(failed);
        if (failed.isConflict()) {
          base = ensured();
        }
      }
    }
    log.info(
        "controller.go:178",
        "failed to update lease using latest lease, fallback to ensure lease",
        "err",
        "failed " + TRIES + " attempts to update lease");
    return false;
  }

  private KubeObject ensured() {
    Duration backOff = FIRST_BACK_OFF;
    while (true) {
      try {
        return ensure();
      } catch (ApiException failed) {
        lifetime.requireAlive();
        log.failure(
            "controller.go:208",
            failed.getMessage(),
            "Failed to ensure lease exists, will retry",
            "interval",
            backOff.toMillis() < 1000
                ? backOff.toMillis() + "ms"
                : backOff.toMillis() / 1000.0 + "s");
      }
      lifetime.loop().sleep(backOff);
      lifetime.requireAlive();
      backOff = backOff.multipliedBy(2);
      backOff = backOff.compareTo(LONGEST_BACK_OFF) < 0 ? backOff : LONGEST_BACK_OFF;
    }
  }

  private KubeObject ensure() {
    Optional<KubeObject> lease = client.find(ResourceTypes.LEASES, NAMESPACE, node);
    return lease.isPresent() ? update(lease.get()) : client.create(ResourceTypes.LEASES, create());
  }

  private KubeObject update(KubeObject lease) {
    KubeObject owned = lease.at("/metadata/ownerReferences").isEmpty() ? owned(lease) : lease;
    return client.update(
        ResourceTypes.LEASES, owned.edit(json -> json.withObject("/spec").put("renewTime", now())));
  }

  private String now() {
    return MICROS.format(lifetime.now());
  }

  private KubeObject create() {
    KubeObject lease = KubeObject.named(ResourceTypes.LEASES, NAMESPACE, node);
    return owned(
        lease.edit(
            json ->
                json.putObject("spec")
                    .put("holderIdentity", node)
                    .put("leaseDurationSeconds", length.toSeconds())
                    .put("renewTime", now())));
  }

  /** The lease with its node as the owner, once that object exists. */
  private KubeObject owned(KubeObject lease) {
    Optional<KubeObject> owner = client.find(ResourceTypes.NODES, "", node);
    return lease.edit(
        json ->
            owner.ifPresent(
                found -> {
                  ObjectNode reference =
                      json.withObject("/metadata").putArray("ownerReferences").addObject();
                  reference.put("apiVersion", "v1").put("kind", "Node");
                  reference.put("name", node).put("uid", found.uid());
                }));
  }
}
