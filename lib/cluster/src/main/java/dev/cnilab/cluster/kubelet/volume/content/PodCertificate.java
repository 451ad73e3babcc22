package dev.cnilab.cluster.kubelet.volume.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The certificate for one source of a pod's volume, and the request for it or its successor. */
final class PodCertificate {
  /** After this time a request that is not there counts as deleted. */
  private static final Duration LOST = Duration.ofMinutes(10);

  /** How long a certificate may wait for its successor without a warning. */
  private static final Duration OVERDUE = Duration.ofMinutes(10);

  private @Nullable Requested requested;
  private @Nullable Issued issued;
  private String refusal = "";

  /**
   * A request that waits for its signer.
   *
   * @param key in PEM
   */
  record Requested(String key, String name, Instant since) {}

  /** A private key and the certificates from its own to the authority's, as PEM. */
  record Bundle(String key, String chain) {}

  private static final class Issued {
    private final Bundle bundle;
    private final Instant refresh;
    private final Instant expiry;
    private boolean isKnownOverdue;
    private boolean isKnownExpired;

    private Issued(Bundle bundle, Instant refresh, Instant expiry) {
      this.bundle = bundle;
      this.refresh = refresh;
      this.expiry = expiry;
    }
  }

  /** The request that waits; null if there is none. */
  @Nullable Requested requested() {
    return requested;
  }

  void request(Requested next) {
    requested = next;
  }

  /** Whether it is time for a request, for the first certificate or for a successor. */
  boolean isDue(Instant now) {
    Issued known = issued;
    boolean isOld = known == null || !now.isBefore(known.refresh);
    return requested == null && refusal.isEmpty() && isOld;
  }

  /** The request that waits is not there. */
  void missing(Instant now) {
    Requested waiting = requested;
    if (waiting != null && now.isAfter(waiting.since().plus(LOST))) {
      requested = null;
    }
  }

  /**
   * Looks at the conditions of the request that waits.
   *
   * @param jitter is added to the time at which the certificate is to be renewed
   * @param events receives the type of a condition that ends it all, and words about it
   */
  void read(KubeObject request, Duration jitter, BiConsumer<String, String> events) {
    for (JsonNode condition : request.at("/status/conditions")) {
      Requested waiting = requested;
      switch (condition.path("type").asText()) {
        case "Issued" -> {
          if (waiting != null) {
            issued = issued(waiting, request, jitter);
            requested = null;
          }
        }
        case "Denied" -> refuse(request, condition, "was denied", "denied", events);
        case "Failed" -> refuse(request, condition, "failed", "failed", events);
        default -> {}
      }
    }
  }

  private static Issued issued(Requested waiting, KubeObject request, Duration jitter) {
    String chain = request.text("/status/certificateChain");
    return new Issued(
        new Bundle(waiting.key(), PemBlocks.text(PemBlocks.certificates(chain))),
        Instant.parse(request.text("/status/beginRefreshAt")).plus(jitter),
        Instant.parse(request.text("/status/notAfter")));
  }

  private void refuse(
      KubeObject request,
      JsonNode condition,
      String verb,
      String participle,
      BiConsumer<String, String> events) {
    String reason = condition.path("reason").asText();
    String quoted = "reason=" + GoText.quote(reason);
    String message = "message=" + GoText.quote(condition.path("message").asText());
    refusal =
        "PodCertificateRequest was permanently %s: %s %s".formatted(participle, quoted, message);
    issued = null;
    requested = null;
    // The real kubelet takes the reason for the format of its message.
    events.accept(
        condition.path("type").asText(),
        "%s%%!(EXTRA string=PodCertificateRequest %s/%s %s, %s, %s)"
            .formatted(reason, request.namespace(), request.name(), verb, quoted, message));
  }

  /** Warns once about a certificate that should have a successor, and once about its end. */
  void warn(Instant now, BiConsumer<String, String> events) {
    Issued known = issued;
    if (known == null) {
      return;
    }
    if (!known.isKnownOverdue && now.isAfter(known.refresh.plus(OVERDUE))) {
      known.isKnownOverdue = true;
      events.accept("CertificateOverdueForRefresh", "PodCertificate refresh overdue");
    }
    if (!known.isKnownExpired && now.isAfter(known.expiry)) {
      known.isKnownExpired = true;
      events.accept("CertificateExpired", "PodCertificate expired");
    }
  }

  /**
   * The key and the certificates, even if they have expired.
   *
   * @throws VolumeException if there are none yet, or never will be
   */
  Bundle bundle() throws VolumeException {
    if (!refusal.isEmpty()) {
      throw new VolumeException(refusal);
    }
    Issued known = issued;
    if (known == null) {
      throw new VolumeException("credential bundle is not issued yet");
    }
    return known.bundle;
  }
}
