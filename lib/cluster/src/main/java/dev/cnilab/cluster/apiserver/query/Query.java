package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.log.GoInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of a request, parsed as in apimachinery's {@code runtime/conversion.go}.
 *
 * @param parameters each with its values in order
 */
public record Query(Map<String, List<String>> parameters) {
  public boolean has(String name) {
    return parameters.containsKey(name);
  }

  public List<String> values(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /** The first value, "" if it is absent. */
  public String text(String name) {
    return values(name).stream().findFirst().orElse("");
  }

  /**
   * The first value, a number.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if it is not one
   */
  public OptionalLong number(String name) {
    try {
      return has(name) ? OptionalLong.of(GoInteger.parse(text(name))) : OptionalLong.empty();
    } catch (NumberFormatException unreadable) {
      throw ApiErrors.badRequest(String.valueOf(unreadable.getMessage()));
    }
  }

  /** Empty if it is absent. Any value but {@code false} and {@code 0} counts as true. */
  public Optional<Boolean> decision(String name) {
    return values(name).stream()
        .findFirst()
        .map(value -> !value.equalsIgnoreCase("false") && !value.equals("0"));
  }

  /** Whether it is present and true. */
  public boolean isSet(String name) {
    return decision(name).orElse(false);
  }
}
