package dev.cnilab.cluster.kubelet.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoDuration;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.value.Quantity;
import dev.cnilab.netsim.address.Ipv4Address;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a kubelet requires of words and of fields that belong together, in its own words. */
record ConfigurationRules(JsonNode document) {
  private static final int HIGH = 85;
  private static final int LOW = 80;
  private static final Duration SHORTEST_LOG_INTERVAL = Duration.ofSeconds(3);
  private static final Set<String> HAIRPINS = Set.of("none", "hairpin-veth", "promiscuous-bridge");
  private static final List<String> TOPOLOGIES =
      List.of("none", "best-effort", "restricted", "single-numa-node");
  private static final Set<String> TLS_VERSIONS =
      Set.of("VersionTLS10", "VersionTLS11", "VersionTLS12", "VersionTLS13");

  private static final List<String> ENFORCEMENTS =
      List.of(
          "pods",
          "system-reserved",
          "system-reserved-compressible",
          "kube-reserved",
          "kube-reserved-compressible",
          "none");
  private static final String ALLOCATABLE =
      "invalid configuration: %senforceNodeAllocatable (--enforce-node-allocatable)";

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
    allocatable(errors);
    // Unlike most durations it is a pointer in Go, so only an absent one stands for the default.
    Duration logs =
        GoDuration.parse(text("containerLogMonitorInterval")).orElse(SHORTEST_LOG_INTERVAL);
    if (logs.compareTo(SHORTEST_LOG_INTERVAL) < 0) {
      errors.add(
          "invalid configuration: containerLogMonitorInterval must be a positive time duration"
              + " greater than or equal to 3s");
    }
    return errors;
  }

  /** {@code enforceNodeAllocatable} and what its words need. */
  private void allocatable(List<String> errors) {
    Set<String> seen = new HashSet<>();
    JsonNode set = document.path("enforceNodeAllocatable");
    List<String> words = new ArrayList<>();
    set.forEach(each -> words.add(each.asText()));
    for (String word : set.isArray() ? words : List.of("pods")) {
      if (!seen.add(word)) {
        errors.add(ALLOCATABLE.formatted("duplicated enforcements " + GoText.quote(word) + " in "));
        continue;
      }
      if (!ENFORCEMENTS.contains(word)) {
        errors.add(
            ALLOCATABLE.formatted("option " + GoText.quote(word) + " specified for ")
                + ". Valid options are \"%s\", \"%s\", \"%s\", \"%s\", \"%s\" or \"%s\""
                    .formatted(ENFORCEMENTS.toArray()));
        continue;
      }
      if (word.equals("none")) {
        if (words.size() > 1) {
          errors.add(
              ALLOCATABLE.formatted("")
                  + " may not contain additional enforcements when \"none\" is specified");
        }
        continue;
      }
      requireGroup(word, errors);
      if (!document.path("cgroupsPerQOS").asBoolean(true)) {
        errors.add(
            ALLOCATABLE.formatted(
                "cgroupsPerQOS (--cgroups-per-qos) must be set to true when "
                    + GoText.quote(word)
                    + " contained in "));
      }
    }
  }

  private void requireGroup(String word, List<String> errors) {
    String whose = word.startsWith("system-") ? "system" : "kube";
    if (!word.equals("pods") && text(whose + "ReservedCgroup").isEmpty()) {
      errors.add(
          ALLOCATABLE.formatted(
              "%1$sReservedCgroup (--%1$s-reserved-cgroup) must be specified when \"%1$s-reserved\" or \"%1$s-reserved-compressible\" included in "
                  .formatted(whose)));
    }
  }

  /**
   * What a kubelet finds only when it makes its parts.
   *
   * @throws IOException if it cannot be made with these values
   */
  void require() throws IOException {
    String address = text("address");
    if (!address.isEmpty() && Ipv4Address.read(address).isEmpty()) {
      throw new IOException(
          "failed to run Kubelet: bad address %s: not an IPv4 address"
              .formatted(GoText.quote(address)));
    }
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
