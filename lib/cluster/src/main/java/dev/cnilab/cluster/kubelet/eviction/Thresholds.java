package dev.cnilab.cluster.kubelet.eviction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.value.Quantity;
import dev.cnilab.cluster.pflag.ValueType;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How much of each resource a node keeps free: {@code evictionHard} of a kubelet. Images are on the
 * kubelet's disk here, so that thresholds of both hold for what is left of it; only the kubelet's
 * own are withheld from pods ({@code hardEvictionReservation} of pkg/kubelet/cm).
 */
public final class Thresholds {
  /** The defaults, which hold only if none is set or {@code mergeDefaultEvictionSettings} is. */
  public static final Thresholds DEFAULT =
      new Thresholds(
          Map.of(
              "memory.available", new Threshold(100L << 20, 0),
              "nodefs.available", new Threshold(0, 0.1f),
              "nodefs.inodesFree", new Threshold(0, 0.05f),
              "imagefs.available", new Threshold(0, 0.15f),
              "imagefs.inodesFree", new Threshold(0, 0.05f)));

  /** Signals of a real kubelet by their names. */
  private static final Map<String, EvictionSignal> SIGNALS =
      Map.of(
          "memory.available", EvictionSignal.MEMORY,
          "nodefs.available", EvictionSignal.STORAGE,
          "nodefs.inodesFree", EvictionSignal.INODES,
          "imagefs.available", EvictionSignal.STORAGE,
          "imagefs.inodesFree", EvictionSignal.INODES);

  /** Those that a kubelet replaces by the ones of nodefs if there is one file system. */
  private static final Set<String> REPLACED =
      Set.of("containerfs.available", "containerfs.inodesFree");

  private static final Set<String> UNAVAILABLE =
      Set.of("pid.available", "allocatableMemory.available");

  private final Map<String, Threshold> all;

  private Thresholds(Map<String, Threshold> all) {
    this.all = all;
  }

  /** An amount, or a part of the capacity. */
  private record Threshold(long amount, float part) {
    long of(long capacity) {
      return part == 0 ? amount : (long) ((double) capacity * part);
    }
  }

  /**
   * Reads {@code evictionHard} of a kubelet's configuration.
   *
   * @throws IOException in the kubelet's words, if it is invalid
   */
  public static Thresholds of(JsonNode configuration) throws IOException {
    if (!configuration.hasNonNull("evictionHard")) {
      return DEFAULT;
    }
    Map<String, Threshold> all = new LinkedHashMap<>();
    if (configuration.path("mergeDefaultEvictionSettings").asBoolean()) {
      all.putAll(DEFAULT.all);
    }
    for (Map.Entry<String, JsonNode> each : configuration.path("evictionHard").properties()) {
      String signal = each.getKey();
      requireKnown(signal);
      all.put(signal, threshold(signal, each.getValue().asText()));
    }
    return new Thresholds(all);
  }

  private static void requireKnown(String signal) throws IOException {
    if (UNAVAILABLE.contains(signal)) {
      throw new IOException(signal + " of evictionHard is not available on this machine");
    } else if (!SIGNALS.containsKey(signal) && !REPLACED.contains(signal)) {
      throw new IOException("failed to run Kubelet: unsupported eviction signal " + signal);
    }
  }

  /** Like {@code parseThresholdStatement}; 0% and 100% set none. */
  private static Threshold threshold(String signal, String text) throws IOException {
    if (text.equals("0%") || text.equals("100%")) {
      return new Threshold(0, 0);
    } else if (text.endsWith("%")) {
      float part = percentage(text.replaceAll("%+$", "")) / 100;
      if (part < 0 || part > 1) {
        throw new IOException(
            "failed to run Kubelet: eviction percentage threshold %s must be %s: %s"
                .formatted(signal, part < 0 ? ">= 0%" : "<= 100%", text));
      }
      return new Threshold(0, part);
    }
    BigDecimal amount =
        Quantity.value(text)
            .orElseThrow(() -> new IOException("failed to run Kubelet: " + Quantity.COMPLAINT));
    if (amount.signum() <= 0) {
      throw new IOException(
          "failed to run Kubelet: eviction threshold %s must be positive: %s"
              .formatted(signal, text));
    }
    return new Threshold(amount.longValue(), 0);
  }

  private static float percentage(String number) throws IOException {
    Optional<String> complaint = ValueType.FLOAT.complaint(number);
    if (complaint.isPresent()) {
      throw new IOException("failed to run Kubelet: " + complaint.get());
    }
    return new BigDecimal(number).floatValue();
  }

  /** What pods cannot have of the memory, in bytes. */
  public long memory(long capacity) {
    return of("memory.available", capacity);
  }

  /** What pods cannot have of the disk, in bytes. */
  public long storage(long capacity) {
    return of("nodefs.available", capacity);
  }

  /** What is kept free of a resource: the most of its thresholds, as that one is met first. */
  long of(EvictionSignal signal, long capacity) {
    return all.keySet().stream()
        .filter(name -> SIGNALS.get(name) == signal)
        .mapToLong(name -> of(name, capacity))
        .max()
        .orElse(0);
  }

  private long of(String name, long capacity) {
    Threshold found = all.get(name);
    return found == null ? 0 : found.of(capacity);
  }
}
