package dev.cnilab.cluster.kubelet.configuration;

import dev.cnilab.cluster.kubelet.configuration.ConfigurationField.Treatment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of each structured type of a {@code KubeletConfiguration}: configuration.txt. */
final class FieldTable {
  /** The type of the whole file. */
  static final String WHOLE = "KubeletConfiguration";

  private static final Pattern LINE =
      Pattern.compile("(\\w+) +(\\S+) +(obeyed|inert|absent)(?:\\[(.*?)])? *(.*)");
  private static final Map<String, Map<String, ConfigurationField>> ALL = load();

  private FieldTable() {}

  private static Map<String, Map<String, ConfigurationField>> load() {
    try (InputStream in =
        Objects.requireNonNull(
            FieldTable.class.getResourceAsStream(
                "/dev/cnilab/cluster/kubelet/configuration.txt"))) {
      Map<String, Map<String, ConfigurationField>> all = new HashMap<>();
      Map<String, ConfigurationField> struct = Map.of();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
        Matcher field = LINE.matcher(line);
        if (line.startsWith("[")) {
          struct = new TreeMap<>();
          all.put(line.substring(1, line.length() - 1), struct);
        } else if (field.matches()) {
          struct.put(field.group(1), of(field));
        }
      }
      return all;
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }

  private static ConfigurationField of(Matcher line) {
    return new ConfigurationField(
        line.group(1),
        line.group(2),
        Treatment.valueOf(line.group(3).toUpperCase(Locale.ROOT)),
        Objects.requireNonNullElse(line.group(4), ""),
        line.group(5));
  }

  /** Whether a type has fields. */
  static boolean has(String struct) {
    return ALL.containsKey(struct);
  }

  /** The names of the types that have fields. */
  static Collection<String> structs() {
    return ALL.keySet();
  }

  /** The fields of a type; none of one without fields. */
  static Collection<ConfigurationField> of(String struct) {
    return ALL.getOrDefault(struct, Map.of()).values();
  }

  static Optional<ConfigurationField> named(String struct, String name) {
    return Optional.ofNullable(ALL.getOrDefault(struct, Map.of()).get(name));
  }
}
