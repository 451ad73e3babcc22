package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The lease by which one of several instances of a component leads. There is only one here, so it
 * never has to give way; it acquires the lease when it starts and renews it as long as it runs.
 */
final class Leadership {
  private static final String NAMESPACE = "kube-system";
  private static final int SECONDS = 15;

  /** Those of client-go's leaderelection that kube-scheduler and the controllers use. */
  private static final Duration RETRY = Duration.ofSeconds(2);

  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Process process;
  private final ApiClient client;
  private final String lease;
  private final String component;
  private final String identity;
  private @Nullable String acquired;

  private Leadership(Process process, ApiClient client, String lease, String component) {
    this.process = process;
    this.client = client;
    this.lease = lease;
    this.component = component;
    var random = process.loop().random();
    this.identity =
        process.hostname()
            + "_"
            + new UUID(version4(random.nextLong()), variant(random.nextLong()));
  }

  /**
   * Leads from now on.
   *
   * @param lease its name, the component's own
   * @param component as events name it
   */
  static void begin(Process process, ApiClient client, String lease, String component) {
    new Leadership(process, client, lease, component).renew();
  }

  private void renew() {
    if (!process.isAlive()) {
      return;
    }
    try {
      String now = MICROS.format(process.loop().now());
      boolean first = acquired == null;
      acquired = first ? now : acquired;
      KubeObject written = write(now);
      if (first) {
        new EventRecorder(client, process.loop(), component, "")
            .event(written, EventType.NORMAL, "LeaderElection", identity + " became leader");
      }
    } catch (ApiException unreachable) {
      // It goes on leading, and tries again.
    }
    process.loop().schedule(RETRY, this::renew);
  }

  private KubeObject write(String now) {
    Optional<KubeObject> found = client.find(ResourceTypes.LEASES, NAMESPACE, lease);
    int transitions =
        found
            .filter(old -> !old.text("/spec/holderIdentity").equals(identity))
            .map(old -> old.at("/spec/leaseTransitions").asInt() + 1)
            .orElse(found.map(old -> old.at("/spec/leaseTransitions").asInt()).orElse(0));
    KubeObject renewed =
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
        ? client.update(ResourceTypes.LEASES, renewed)
        : client.create(ResourceTypes.LEASES, renewed);
  }

  private static long version4(long random) {
    return (random & 0xffff_ffff_ffff_0fffL) | 0x4000L;
  }

  private static long variant(long random) {
    return (random & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
  }
}
