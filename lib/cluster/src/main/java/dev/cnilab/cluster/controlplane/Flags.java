package dev.cnilab.cluster.controlplane;

import dev.cnilab.userland.process.Process;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The {@code --name=value} arguments of a component. */
public record Flags(Map<String, String> values) {
  static Flags of(Process process) {
    Map<String, String> values = new TreeMap<>();
    for (String argument : process.arguments()) {
      if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument.substring(2) : argument.substring(2, equals);
        values.put(name, equals < 0 ? "true" : argument.substring(equals + 1));
      }
    }
    return new Flags(values);
  }

  Optional<String> find(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
