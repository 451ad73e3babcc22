package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.Quantity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What a kubelet requires of words and of fields that belong together, in its own words. */
record ConfigurationRules(JsonNode document) {
  private static final int HIGH = 85;
  private static final int LOW = 80;
  private static final Set<String> HAIRPINS = Set.of("none", "hairpin-veth", "promiscuous-bridge");
  private static final List<String> TOPOLOGIES =
      List.of("none", "best-effort", "restricted", "single-numa-node");
  private static final Set<String> TLS_VERSIONS =
      Set.of("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13");

  /** What {@code validation.go} finds. */
  List<String> errors() {
    List<String> errors = new ArrayList<>();
    int low = number("imageGCLowThresholdPercent", LOW);
    int high = number("imageGCHighThresholdPercent", HIGH);
    if (low >= high) {
      errors.add(
          "invalid configuration: imageGCLowThresholdPercent (--image-gc-low-threshold) %d must be less than imageGCHighThresholdPercent (--image-gc-high-threshold) %d"
              .formatted(low, high));
    }
    String hairpin = text("hairpinMode");
    if (!hairpin.isEmpty() && !HAIRPINS.contains(hairpin)) {
      errors.add(
          "invalid configuration: option %s specified for hairpinMode (--hairpin-mode). Valid options are \"none\", \"hairpin-veth\" or \"promiscuous-bridge\""
              .formatted(GoText.quote(hairpin)));
    }
    String topology = text("topologyManagerPolicy");
    if (!topology.isEmpty() && !TOPOLOGIES.contains(topology)) {
      errors.add(
          "invalid configuration: topologyManagerPolicy (--topology-manager-policy) %s must be one of: [\"%s\"]"
              .formatted(GoText.quote(topology), String.join("\" \"", TOPOLOGIES)));
    }
    return errors;
  }

  /**
   * What a kubelet finds only when it makes its parts.
   *
   * @throws IOException if it cannot be made with these values
   */
  void require() throws IOException {
    String version = text("tlsMinVersion");
    if (!version.isEmpty() && !TLS_VERSIONS.contains(version)) {
      throw new IOException(
          "failed to construct kubelet dependencies: unknown tls version " + GoText.quote(version));
    }
    requirePolicy(text("cpuManagerPolicy"), Set.of("", "none", "static"));
    requirePolicy(text("memoryManagerPolicy"), Set.of("", "None", "Static"));
    Duration sync = GoDuration.parse(text("syncFrequency")).orElse(Duration.ZERO);
    if (sync.isNegative()) {
      throw new IOException(
          "failed to run Kubelet: failed to create kubelet: invalid sync frequency "
              + sync.toNanos());
    }
    String size = text("containerLogMaxSize");
    if (!size.isEmpty() && Quantity.value(size).isEmpty()) {
      throw new IOException(
          "failed to run Kubelet: failed to create kubelet: failed to initialize container log manager: failed to parse container log max size %s: %s"
              .formatted(GoText.quote(size), Quantity.COMPLAINT));
    }
  }

  private static void requirePolicy(String policy, Set<String> known) throws IOException {
    if (!known.contains(policy)) {
      throw new IOException("failed to run Kubelet: unknown policy: " + GoText.quote(policy));
    }
  }

  private String text(String field) {
    return document.path(field).asText("");
  }

  private int number(String field, int otherwise) {
    return document.hasNonNull(field) ? document.path(field).asInt() : otherwise;
  }
}
