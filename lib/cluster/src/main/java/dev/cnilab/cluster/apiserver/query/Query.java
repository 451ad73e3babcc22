package dev.cnilab.cluster.apiserver.query;

import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.log.GoInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The parameters of a request, read as apimachinery's {@code runtime/conversion.go} reads them.
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

  /** The first value, "" if it is not there. */
  public String text(String name) {
    return values(name).stream().findFirst().orElse("");
  }

  /**
   * The first value, a number.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if it is none
   */
  public OptionalLong number(String name) {
    try {
      return has(name) ? OptionalLong.of(GoInteger.parse(text(name))) : OptionalLong.empty();
    } catch (NumberFormatException unreadable) {
      throw ApiErrors.badRequest(String.valueOf(unreadable.getMessage()));
    }
  }

  /** Empty if it is not there. Any value is a yes that is neither {@code false} nor {@code 0}. */
  public Optional<Boolean> decision(String name) {
    return values(name).stream()
        .findFirst()
        .map(value -> !value.equalsIgnoreCase("false") && !value.equals("0"));
  }

  /** Whether it is there and says yes. */
  public boolean isSet(String name) {
    return decision(name).orElse(false);
  }
}
