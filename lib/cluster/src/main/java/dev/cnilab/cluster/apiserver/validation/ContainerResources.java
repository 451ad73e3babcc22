package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests and limits: quantities, and no request above its limit. */
final class ContainerResources {
  private static final Pattern QUANTITY =
      Pattern.compile("([+-]?(?:\\d+\\.?\\d*|\\.\\d+))([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?");
  private static final Map<String, BigDecimal> UNITS =
      Map.ofEntries(
          Map.entry("n", new BigDecimal("0.000000001")),
          Map.entry("u", new BigDecimal("0.000001")),
          Map.entry("m", new BigDecimal("0.001")),
          Map.entry("k", BigDecimal.TEN.pow(3)),
          Map.entry("M", BigDecimal.TEN.pow(6)),
          Map.entry("G", BigDecimal.TEN.pow(9)),
          Map.entry("T", BigDecimal.TEN.pow(12)),
          Map.entry("P", BigDecimal.TEN.pow(15)),
          Map.entry("E", BigDecimal.TEN.pow(18)),
          Map.entry("Ki", BigDecimal.valueOf(1024)),
          Map.entry("Mi", BigDecimal.valueOf(1024).pow(2)),
          Map.entry("Gi", BigDecimal.valueOf(1024).pow(3)),
          Map.entry("Ti", BigDecimal.valueOf(1024).pow(4)),
          Map.entry("Pi", BigDecimal.valueOf(1024).pow(5)),
          Map.entry("Ei", BigDecimal.valueOf(1024).pow(6)));

  private ContainerResources() {}

  static void check(JsonNode resources, String path, List<FieldError> errors) {
    JsonNode limits = resources.path("limits");
    for (Map.Entry<String, JsonNode> limit : limits.properties()) {
      if (value(limit.getValue().asText()).filter(amount -> amount.signum() < 0).isPresent()) {
        errors.add(
            FieldError.invalid(
                path + ".limits[" + limit.getKey() + "]",
                limit.getValue().asText(),
                "must be greater than or equal to 0"));
      }
    }
    for (Map.Entry<String, JsonNode> request : resources.path("requests").properties()) {
      String name = request.getKey();
      Optional<BigDecimal> wanted = value(request.getValue().asText());
      if (wanted.isPresent() && wanted.get().signum() < 0) {
        errors.add(
            FieldError.invalid(
                path + ".requests[" + name + "]",
                request.getValue().asText(),
                "must be greater than or equal to 0"));
      }
      Optional<BigDecimal> limit = value(limits.path(name).asText(""));
      if (wanted.isPresent() && limit.isPresent() && wanted.get().compareTo(limit.get()) > 0) {
        errors.add(
            FieldError.invalid(
                path + ".requests",
                request.getValue().asText(),
                "must be less than or equal to "
                    + name
                    + " limit of "
                    + limits.path(name).asText()));
      }
    }
  }

  static Optional<BigDecimal> value(String quantity) {
    Matcher matcher = QUANTITY.matcher(quantity);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = matcher.group(2);
    if (unit == null) {
      return Optional.of(new BigDecimal(matcher.group(1)));
    }
    BigDecimal factor = UNITS.get(unit);
    return Optional.of(
        factor == null
            ? new BigDecimal(matcher.group(1) + unit)
            : new BigDecimal(matcher.group(1)).multiply(factor));
  }
}
