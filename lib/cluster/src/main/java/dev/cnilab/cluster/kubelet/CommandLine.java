package dev.cnilab.cluster.kubelet;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.kubelet.configuration.FlagField;
import dev.cnilab.cluster.log.GoText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A kubelet's command line, parsed as by spf13/pflag.
 *
 * @param values the last value of each flag
 */
record CommandLine(Map<String, String> values) {
  /** The flags that kubeadm gives every kubelet, and those that print information. */
  private static final Set<String> OBEYED =
      Set.of(
          "bootstrap-kubeconfig",
          "config",
          "container-runtime-endpoint",
          "help",
          "kubeconfig",
          "node-ip",
          "node-labels",
          "v",
          "version");

  /** All flags of the real one; those with a value end in an equals sign. */
  private static final Set<String> KNOWN = known();

  private static final Map<String, String> LETTERS = Map.of("h", "help", "v", "v");

  private static Set<String> known() {
    try (InputStream in = CommandLine.class.getResourceAsStream("flags.txt")) {
      byte[] text = Objects.requireNonNull(in).readAllBytes();
      return new TreeSet<>(
          Arrays.asList(new String(text, StandardCharsets.UTF_8).strip().split("\\s+")));
    } catch (IOException unreadable) {
      throw new IllegalStateException(unreadable);
    }
  }

  /**
   * Parses it.
   *
   * @throws IOException in the kubelet's words if it is invalid, or not supported here
   */
  static CommandLine read(List<String> words) throws IOException {
    Map<String, String> values = new TreeMap<>();
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (!word.startsWith("-")) {
        throw new IOException("unknown command " + word);
      }
      int equals = word.indexOf('=');
      String name = name(equals < 0 ? word : word.substring(0, equals), word);
      boolean takesValue = KNOWN.contains(name + "=");
      if (takesValue && equals < 0 && at + 1 == words.size()) {
        throw new IOException("failed to parse kubelet flag: flag needs an argument: " + word);
      }
      String value =
          equals >= 0 ? word.substring(equals + 1) : takesValue ? words.get(++at) : "true";
      values.put(name, value);
    }
    String verbosity = values.getOrDefault("v", "0");
    if (!verbosity.matches("[+]?\\d{1,9}")) {
      throw new IOException(
          "failed to parse kubelet flag: invalid argument %1$s for \"-v, --v\" flag: strconv.ParseUint: parsing %1$s: invalid syntax"
              .formatted(GoText.quote(verbosity)));
    }
    for (String name : values.keySet()) {
      if (!OBEYED.contains(name) && FlagField.of(name).isEmpty()) {
        throw new IOException("flag --" + name + " is not available on this machine");
      }
    }
    return new CommandLine(Collections.unmodifiableMap(values));
  }

  private static String name(String flag, String word) throws IOException {
    if (flag.startsWith("--")) {
      String name = flag.substring(2);
      if (KNOWN.contains(name) || KNOWN.contains(name + "=")) {
        return name;
      }
      throw new IOException("failed to parse kubelet flag: unknown flag: " + flag);
    }
    String letter = flag.substring(1, Math.min(2, flag.length()));
    String name = LETTERS.get(letter);
    if (name == null) {
      throw new IOException(
          "failed to parse kubelet flag: unknown shorthand flag: '" + letter + "' in " + word);
    }
    return name;
  }

  /** The flags that are also settings of the file, by the names of their fields. */
  Map<String, JsonNode> settings() throws IOException {
    Map<String, JsonNode> settings = new TreeMap<>();
    for (Map.Entry<String, String> each : values.entrySet()) {
      Optional<FlagField> field =
          OBEYED.contains(each.getKey()) ? Optional.empty() : FlagField.of(each.getKey());
      if (field.isPresent()) {
        settings.put(field.get().name(), field.get().value(each.getValue()));
      }
    }
    return settings;
  }

  /** The labels with which the node is registered. */
  Map<String, String> nodeLabels() throws IOException {
    return NodeLabels.parse(value("node-labels").orElse(""));
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  Optional<String> value(String name) {
    return Optional.ofNullable(values.get(name));
  }

  /** The output of {@code --help}: the supported flags. */
  static String help() {
    StringBuilder text = new StringBuilder("Usage:\n  kubelet [flags]\n\nFlags:\n");
    for (String flag : KNOWN) {
      String name = flag.replace("=", "");
      if (OBEYED.contains(name) || FlagField.of(name).isPresent()) {
        text.append("      --").append(flag.replace("=", " string")).append('\n');
      }
    }
    return text.toString();
  }
}
