package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Amounts of resources by name, in thousandths, in alphabetical order.
 *
 * @param milli such as cpu → 100 for {@code 100m}
 */
public record Resources(Map<String, Long> milli) {
  public static final Resources NONE = new Resources(Map.of());

  /** The resource of which each pod needs exactly one. */
  public static final String PODS = "pods";

  /** Stored by hash, not by order: a scheduler reads them far more often than they are made. */
  public Resources {
    milli = new LinkedHashMap<>(new TreeMap<>(milli));
  }

  /** A node's allocatable resources, from its status. */
  public static Resources allocatable(KubeObject node) {
    return read(node.at("/status/allocatable"));
  }

  /**
   * A pod's requests: the sum over its containers, or the largest init container if that is more,
   * each of them including sidecars started before it; plus one pod.
   */
  public static Resources requests(KubeObject pod) {
    Resources sum = NONE;
    for (JsonNode container : pod.at("/spec/containers")) {
      sum = sum.plus(read(container.at("/resources/requests")));
    }
    Resources sidecars = NONE;
    Resources peak = NONE;
    for (JsonNode container : pod.at("/spec/initContainers")) {
      Resources own = read(container.at("/resources/requests"));
      if (container.path("restartPolicy").asText("").equals("Always")) {
        sidecars = sidecars.plus(own);
        peak = peak.max(sidecars);
      } else {
        peak = peak.max(sidecars.plus(own));
      }
    }
    return sum.plus(sidecars)
        .max(peak)
        .plus(read(pod.at("/spec/overhead")))
        .plus(new Resources(Map.of(PODS, 1000L)));
  }

  public long of(String name) {
    return milli.getOrDefault(name, 0L);
  }

  public Resources plus(Resources other) {
    return merge(other, Quantity::sum);
  }

  public Resources minus(Resources other) {
    Map<String, Long> rest = new TreeMap<>(milli);
    other.milli.forEach((name, amount) -> rest.merge(name, -amount, Quantity::sum));
    return new Resources(rest);
  }

  /** These amounts, and those of others for names that are missing here. */
  public Resources orIfNone(Resources others) {
    return merge(others, (own, other) -> own == 0 ? other : own);
  }

  private Resources max(Resources other) {
    return merge(other, Math::max);
  }

  private Resources merge(Resources other, java.util.function.BinaryOperator<Long> combine) {
    Map<String, Long> merged = new TreeMap<>(milli);
    other.milli.forEach((name, amount) -> merged.merge(name, amount, combine));
    return new Resources(merged);
  }

  private static Resources read(JsonNode json) {
    Map<String, Long> amounts = new TreeMap<>();
    json.properties()
        .forEach(entry -> amounts.put(entry.getKey(), Quantity.milli(entry.getValue().asText())));
    return new Resources(amounts);
  }
}
