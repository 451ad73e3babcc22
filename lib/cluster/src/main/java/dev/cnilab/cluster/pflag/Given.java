package dev.cnilab.cluster.pflag;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The flags and operands of a command line.
 *
 * @param values the last value of each flag that was given
 * @param operands the words that are no flags
 */
public record Given(Map<String, String> values, List<String> operands) {
  public boolean has(String name) {
    return values.containsKey(name);
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The value of a switch, or what it is without. */
  public boolean isSet(String name, boolean initial) {
    return find(name).map(ValueType::isTrue).orElse(initial);
  }
}
