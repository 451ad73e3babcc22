package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.ContainerSpec;
import dev.cnilab.cluster.object.value.Quantity;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The downward API: a container's request or limit as an integer in some unit. */
public final class ResourceReference {
  private ResourceReference() {}

  /**
   * The value of a {@code resourceFieldRef}; without a limit it is the node's allocatable amount.
   *
   * @param allocatable of the node, by resource
   */
  public static String value(
      JsonNode reference, ContainerSpec container, Map<String, String> allocatable) {
    String[] path = reference.path("resource").asText().split("\\.", 2);
    String name = path.length < 2 ? "" : path[1];
    JsonNode resources = container.spec().path("resources");
    String fallback = path[0].equals("limits") ? allocatable.getOrDefault(name, "0") : "0";
    String quantity = resources.path(path[0]).path(name).asText(fallback);
    BigDecimal divisor = number(reference.path("divisor").asText("1"));
    BigDecimal unit = divisor.signum() == 0 ? BigDecimal.ONE : divisor;
    return number(quantity).divide(unit, 0, RoundingMode.CEILING).toPlainString();
  }

  /** A request or limit in its base unit, bytes for memory; 0 if there is none. */
  public static long amount(ContainerSpec container, String list, String resource) {
    return Quantity.units(container.spec().path("resources").path(list).path(resource).asText("0"));
  }

  private static BigDecimal number(String quantity) {
    return Quantity.value(quantity).orElse(BigDecimal.ZERO);
  }
}
