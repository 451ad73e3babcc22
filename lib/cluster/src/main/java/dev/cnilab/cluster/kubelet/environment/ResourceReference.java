package dev.cnilab.cluster.kubelet.environment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.pod.Container;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

/** The downward API: a container's request or limit as an integer in some unit. */
public final class ResourceReference {
  private static final Map<String, BigDecimal> SUFFIXES =
      Map.ofEntries(
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", power(1000, 1)),
          Map.entry("M", power(1000, 2)),
          Map.entry("G", power(1000, 3)),
          Map.entry("T", power(1000, 4)),
          Map.entry("Ki", power(1024, 1)),
          Map.entry("Mi", power(1024, 2)),
          Map.entry("Gi", power(1024, 3)),
          Map.entry("Ti", power(1024, 4)));

  private ResourceReference() {}

  /**
   * The value of a {@code resourceFieldRef}; without a limit it is the node's allocatable amount.
   *
   * @param allocatable of the node, by resource
   */
  public static String value(
      JsonNode reference, Container container, Map<String, String> allocatable) {
    String[] path = reference.path("resource").asText().split("\\.", 2);
    String name = path.length < 2 ? "" : path[1];
    JsonNode resources = container.spec().path("resources");
    String fallback = path[0].equals("limits") ? allocatable.getOrDefault(name, "0") : "0";
    String quantity = resources.path(path[0]).path(name).asText(fallback);
    String divisor = reference.path("divisor").asText("1");
    BigDecimal unit = divisor.equals("0") ? BigDecimal.ONE : number(divisor);
    return number(quantity).divide(unit, 0, RoundingMode.CEILING).toPlainString();
  }

  /** A request or limit in its base unit, bytes for memory; 0 if there is none. */
  public static long amount(Container container, String list, String resource) {
    String quantity = container.spec().path("resources").path(list).path(resource).asText("0");
    return number(quantity).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  /** A quantity such as {@code 4015972Ki} as a whole number. */
  public static long amount(String quantity) {
    return number(quantity).setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static BigDecimal number(String quantity) {
    int end = quantity.length();
    while (end > 0 && Character.isLetter(quantity.charAt(end - 1))) {
      end--;
    }
    BigDecimal factor = SUFFIXES.getOrDefault(quantity.substring(end), BigDecimal.ONE);
    return new BigDecimal(quantity.substring(0, end)).multiply(factor);
  }

  private static BigDecimal power(long base, int exponent) {
    return BigDecimal.valueOf(base).pow(exponent);
  }
}
