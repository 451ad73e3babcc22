package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import java.time.Duration;
import java.util.Optional;

/**
 * Looks every 10 s which certificate a kubelet has: with a new one its connections start again, and
 * without a valid one it ends after five minutes ({@code pkg/kubelet/certificate/transport.go}).
 */
public final class CertificateCheck {
  private static final Duration PERIOD = Duration.ofSeconds(10);
  private static final Duration EXIT_AFTER = Duration.ofMinutes(5);

  private final Lifetime lifetime;
  private final ClientIdentity identity;
  private final Runnable reconnect;
  private final Runnable exit;
  private final Klog log;
  private Optional<ClientCertificate> last;
  private long lastAvailable;

  /**
   * Checks for one run of a kubelet.
   *
   * @param reconnect ends its connections, which start again by themselves
   * @param exit ends the kubelet
   */
  public CertificateCheck(
      Lifetime lifetime, ClientIdentity identity, Runnable reconnect, Runnable exit, Klog log) {
    this.lifetime = lifetime;
    this.identity = identity;
    this.reconnect = reconnect;
    this.exit = exit;
    this.log = log;
    this.last = identity.current();
    this.lastAvailable = lifetime.loop().nanoTime();
  }

  public void start() {
    lifetime.every(PERIOD, this::look);
  }

  private void look() {
    Optional<ClientCertificate> now = identity.current();
    if (now.isEmpty()) {
      despair();
      return;
    }
    lastAvailable = lifetime.loop().nanoTime();
    if (!now.equals(last)) {
      last = now;
      log.info(
          "transport.go:147",
          "Certificate rotation detected, shutting down client connections to start using new"
              + " credentials");
      reconnect.run();
    }
  }

  private void despair() {
    long without = lifetime.loop().nanoTime() - lastAvailable;
    if (without <= EXIT_AFTER.toNanos()) {
      return;
    }
    boolean healthy = identity.isServerHealthy();
    log.error(
        healthy ? "transport.go:120" : "transport.go:123",
        healthy
            ? "No valid client certificate is found and the server is responsive, exiting."
            : "No valid client certificate is found but the server is not responsive. A restart"
                + " may be necessary to retrieve new initial credentials.",
        "lastCertificateAvailabilityTime",
        lifetime.now().minusNanos(without),
        "shutdownThreshold",
        "5m0s");
    if (healthy) {
      exit.run();
    }
  }
}
