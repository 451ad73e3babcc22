package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.eviction.Thresholds;
import dev.cnilab.cluster.object.value.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;

/**
 * What pods cannot have of a node: what is reserved for the system and the kubelet, and what
 * evictions keep free.
 *
 * @param cpu in thousandths
 * @param memory in bytes
 * @param storage in bytes
 */
public record Reserve(long cpu, long memory, long storage, Thresholds thresholds) {
  /** Nothing but the default thresholds. */
  public static final Reserve DEFAULT = new Reserve(0, 0, 0, Thresholds.DEFAULT);

  /**
   * Reads it from a kubelet's configuration.
   *
   * @throws IOException in the kubelet's words, if a value is invalid
   */
  public static Reserve of(JsonNode configuration) throws IOException {
    Reserve kube = of(configuration, "kubeReserved", "--kube-reserved");
    Reserve system = of(configuration, "systemReserved", "--system-reserved");
    return new Reserve(
        kube.cpu + system.cpu,
        kube.memory + system.memory,
        kube.storage + system.storage,
        Thresholds.of(configuration));
  }

  private static Reserve of(JsonNode configuration, String field, String flag) throws IOException {
    BigDecimal cpu = BigDecimal.ZERO;
    BigDecimal memory = BigDecimal.ZERO;
    BigDecimal storage = BigDecimal.ZERO;
    for (Map.Entry<String, JsonNode> each : configuration.path(field).properties()) {
      switch (each.getKey()) {
        case "cpu" -> cpu = amount(flag, each);
        case "memory" -> memory = amount(flag, each);
        case "ephemeral-storage" -> storage = amount(flag, each);
        case "pid" ->
            throw new IOException("pid of %s is not available on this machine".formatted(field));
        default ->
            throw new IOException(
                "failed to run Kubelet: %s value failed to parse: cannot reserve \"%s\" resource"
                    .formatted(flag, each.getKey()));
      }
    }
    long thousandths = cpu.movePointRight(3).longValue();
    return new Reserve(thousandths, memory.longValue(), storage.longValue(), Thresholds.DEFAULT);
  }

  private static BigDecimal amount(String flag, Map.Entry<String, JsonNode> reserved)
      throws IOException {
    String resource = reserved.getKey();
    String text = reserved.getValue().asText();
    BigDecimal amount =
        Quantity.value(text)
            .orElseThrow(
                () ->
                    new IOException(
                        "failed to run Kubelet: %s value failed to parse: failed to parse quantity \"%s\" for \"%s\" resource: %s"
                            .formatted(flag, text, resource, Quantity.COMPLAINT)));
    if (amount.signum() < 0) {
      throw new IOException(
          "failed to run Kubelet: %s value failed to parse: resource quantity for \"%s\" cannot be negative: %s"
              .formatted(flag, resource, text));
    }
    return amount;
  }

  /** The reserved memory, in bytes. */
  long memoryOf(long capacity) {
    return memory + thresholds.memory(capacity);
  }

  /** The reserved space of the disk, in bytes. */
  long storageOf(long capacity) {
    return storage + thresholds.storage(capacity);
  }
}
