package dev.cnilab.cluster.pflag;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The flags and operands of a command line.
 *
 * @param all the values of each flag that was given, in their order
 * @param operands the words that are not flags
 */
public record Given(Map<String, List<String>> all, List<String> operands) {
  /** The last value of each flag that was given. */
  public Map<String, String> values() {
    Map<String, String> last = new TreeMap<>();
    all.forEach((name, each) -> last.put(name, each.getLast()));
    return last;
  }

  public boolean has(String name) {
    return all.containsKey(name);
  }

  /** The last value. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(all.get(name)).map(List::getLast);
  }

  /** The values of a flag that may be repeated. */
  public List<String> each(String name) {
    return all.getOrDefault(name, List.of());
  }

  /** The value of a switch, or what it is without. */
  public boolean isSet(String name, boolean initial) {
    return find(name).map(ValueType::isTrue).orElse(initial);
  }
}
