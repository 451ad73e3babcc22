package dev.cnilab.cluster.kubelet.eviction;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Quantity;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How much of each resource a node keeps free: {@code evictionHard} of a kubelet. */
public final class Thresholds {
  private static final Pattern PERCENT = Pattern.compile("([+-]?[0-9.]+)%");

  /** The defaults, which hold only if none is set. */
  public static final Thresholds DEFAULT =
      new Thresholds(
          Map.of(
              Signal.MEMORY, new Threshold(100L << 20, 0),
              Signal.STORAGE, new Threshold(0, 0.1f),
              Signal.INODES, new Threshold(0, 0.05f)));

  /** Signals of a real kubelet by their names; those of the images are of the same disk here. */
  private static final Map<String, Signal> SIGNALS =
      Map.of(
          "memory.available", Signal.MEMORY,
          "nodefs.available", Signal.STORAGE,
          "nodefs.inodesFree", Signal.INODES,
          "imagefs.available", Signal.STORAGE,
          "imagefs.inodesFree", Signal.INODES);

  private final Map<Signal, Threshold> all;

  private Thresholds(Map<Signal, Threshold> all) {
    this.all = all;
  }

  /** An amount, or a part of the capacity. */
  private record Threshold(long amount, float part) {
    long of(long capacity) {
      return part == 0 ? amount : (long) ((double) capacity * part);
    }
  }

  /**
   * Reads {@code evictionHard}.
   *
   * @throws IOException in the kubelet's words, if it is invalid
   */
  public static Thresholds of(JsonNode evictionHard) throws IOException {
    if (evictionHard.isMissingNode() || evictionHard.isNull() || evictionHard.isEmpty()) {
      return DEFAULT;
    }
    Map<Signal, Threshold> all = new EnumMap<>(Signal.class);
    for (Map.Entry<String, JsonNode> each : evictionHard.properties()) {
      Signal signal = SIGNALS.get(each.getKey());
      if (signal == null) {
        throw new IOException(
            each.getKey().equals("pid.available")
                ? "pid.available of evictionHard is not available on this machine"
                : "failed to run Kubelet: unsupported eviction signal " + each.getKey());
      }
      Threshold found = threshold(each.getKey(), each.getValue().asText());
      all.merge(signal, found, (one, other) -> one.part() > other.part() ? one : other);
    }
    return new Thresholds(all);
  }

  /** As {@code parseThresholdStatement}; 0% and 100% set none. */
  private static Threshold threshold(String signal, String text) throws IOException {
    Matcher percent = PERCENT.matcher(text);
    if (text.equals("0%") || text.equals("100%")) {
      return new Threshold(0, 0);
    } else if (percent.matches()) {
      float part = Float.parseFloat(percent.group(1)) / 100;
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

  /** What is kept free of the memory, in bytes. */
  public long memory(long capacity) {
    return of(Signal.MEMORY, capacity);
  }

  /** What is kept free of the disk, in bytes. */
  public long storage(long capacity) {
    return of(Signal.STORAGE, capacity);
  }

  /** What is kept free of a resource. */
  long of(Signal signal, long capacity) {
    Threshold found = all.get(signal);
    return found == null ? 0 : found.of(capacity);
  }
}
