package dev.cnilab.cluster.image;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Settings of an agent of which not every value is supported here: an agent that gets another one
 * ends with its name, instead of continuing as if it had not read it.
 *
 * @param values of each setting, the default first
 */
public record SupportedValues(Map<String, List<String>> values) {
  /**
   * Checks them all, in the order of their names.
   *
   * @param lookup the value of a setting, "" if it is not set
   * @throws IOException naming one with a value that is not supported
   */
  public void require(UnaryOperator<String> lookup) throws IOException {
    for (Map.Entry<String, List<String>> each : new TreeMap<>(values).entrySet()) {
      String value = lookup.apply(each.getKey());
      if (!value.isEmpty() && !each.getValue().contains(value)) {
        throw new IOException(
            "%s: \"%s\" is not available on this machine, only \"%s\""
                .formatted(each.getKey(), value, String.join("\" or \"", each.getValue())));
      }
    }
  }
}
