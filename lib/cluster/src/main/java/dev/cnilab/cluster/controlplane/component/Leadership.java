package dev.cnilab.cluster.controlplane.component;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.pflag.Given;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The lease by which one of several instances of a component leads: an instance waits until nobody
 * else holds it, renews it while it runs, and ends if it could not renew it for too long ({@code
 * tools/leaderelection}).
 */
public final class Leadership {
  private static final String NAMESPACE = "kube-system";
  private static final int SECONDS = 15;

  /** client-go's leader election timings for kube-scheduler and kube-controller-manager. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Process process;
  private final ApiClient client;
  private final String lease;
  private final String component;
  private final String identity;
  private final Klog log;
  private final Runnable lead;
  private @Nullable String acquired;
  private String seen = "";
  private Instant seenAt;
  private Instant renewed;

  private Leadership(
      Process process, ApiClient client, Klog log, Component component, Runnable lead) {
    this.log = log;
    this.lead = lead;
    this.seenAt = process.loop().now();
    this.renewed = seenAt;
    this.process = process;
    this.client = client;
    this.lease = component.lease();
    this.component = component.events();
    var random = process.loop().random();
    this.identity =
        process.hostname()
            + "_"
            + new UUID(version4(random.nextLong()), variant(random.nextLong()));
  }

  /**
   * A component.
   *
   * @param lease the name of its lease
   * @param events its name in events
   */
  public record Component(String lease, String events) {}

  /** Leads as soon as it can: at once with {@code --leader-elect=false}. */
  public static void lead(
      Process process,
      Given flags,
      ApiClient client,
      Klog log,
      Component component,
      Runnable lead) {
    if (!flags.isSet("leader-elect", true)) {
      lead.run();
      return;
    }
    log.info(
        "leaderelection.go:258",
        "Attempting to acquire leader lease...",
        "lock",
        NAMESPACE + "/" + component.lease());
    new Leadership(process, client, log, component, lead).renew();
  }

  private void renew() {
    if (!process.isAlive()) {
      return;
    }
    try {
      tryToRenew();
    } catch (ApiException failed) {
      log.failure(
          "leaderelection.go:448",
          failed.getMessage(),
          "Error retrieving lease lock",
          "lock",
          NAMESPACE + "/" + lease);
    }
    if (acquired != null && process.loop().now().isAfter(renewed.plus(DEADLINE))) {
      log.info(
          "leaderelection.go:297",
          "Failed to renew lease",
          "lease",
          NAMESPACE + "/" + lease,
          "err",
          "context deadline exceeded");
      log.error("server.go:340", "Leaderelection lost");
      process.end(1);
      return;
    }
    process.loop().schedule(RETRY, this::renew);
  }

  private void tryToRenew() {
    Optional<KubeObject> found = client.find(ResourceTypes.LEASES, NAMESPACE, lease);
    if (found.isPresent() && isHeldByAnother(found.get())) {
      return;
    }
    boolean first = acquired == null;
    String now = MICROS.format(process.now());
    acquired = first ? now : acquired;
    KubeObject written = write(found, now);
    renewed = process.loop().now();
    if (first) {
      log.info(
          "leaderelection.go:272", "Successfully acquired lease", "lock", NAMESPACE + "/" + lease);
      new EventRecorder(client, process.machine().clock(), component, "")
          .event(written, EventType.NORMAL, "LeaderElection", identity + " became leader");
      lead.run();
    }
  }

  /**
   * Whether another instance holds it and still renews it; by the local clock, as clocks differ.
   */
  private boolean isHeldByAnother(KubeObject found) {
    String holder = found.text("/spec/holderIdentity");
    if (holder.isEmpty() || holder.equals(identity)) {
      return false;
    }
    Instant now = process.loop().now();
    String renewal = found.text("/spec/renewTime");
    if (!renewal.equals(seen)) {
      seen = renewal;
      seenAt = now;
    }
    return now.isBefore(seenAt.plus(Duration.ofSeconds(SECONDS)));
  }

  private KubeObject write(Optional<KubeObject> found, String now) {
    int transitions =
        found
            .filter(old -> !old.text("/spec/holderIdentity").equals(identity))
            .map(old -> old.at("/spec/leaseTransitions").asInt() + 1)
            .orElse(found.map(old -> old.at("/spec/leaseTransitions").asInt()).orElse(0));
    KubeObject renewal =
        found
            .orElseGet(() -> KubeObject.named(ResourceTypes.LEASES, NAMESPACE, lease))
            .edit(
                json ->
                    json.withObject("/spec")
                        .put("acquireTime", acquired)
                        .put("holderIdentity", identity)
                        .put("leaseDurationSeconds", SECONDS)
                        .put("leaseTransitions", transitions)
                        .put("renewTime", now));
    return found.isPresent()
        ? client.update(ResourceTypes.LEASES, renewal)
        : client.create(ResourceTypes.LEASES, renewal);
  }

  private static long version4(long random) {
    return (random & 0xffff_ffff_ffff_0fffL) | 0x4000L;
  }

  private static long variant(long random) {
    return (random & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
  }
}
