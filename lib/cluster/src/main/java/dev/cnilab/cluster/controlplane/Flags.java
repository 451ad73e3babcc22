package dev.cnilab.cluster.controlplane;

import dev.cnilab.cluster.log.GoText;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The flags of a component, parsed as by spf13/pflag. */
public record Flags(Map<String, String> values) {
  private static final String ABSENT = " absent";

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

  /**
   * Checks a component's command line; if it is wrong, ends the process like the real one, with its
   * message and status 1.
   *
   * @param component its name, for which {@code component.flags.txt} lists all flags: those with a
   *     value end in an equals sign, those whose effect is not modelled are absent
   * @return whether it may go on
   */
  static boolean accepted(Process process, String component) {
    Optional<String> mistake = mistake(process.arguments(), component);
    mistake.ifPresent(
        text -> {
          process.err().println("Error: " + text);
          process.end(1);
        });
    return mistake.isEmpty();
  }

  private static Optional<String> mistake(List<String> words, String component) {
    Set<String> known = known(component);
    for (int at = 1; at < words.size(); at++) {
      String word = words.get(at);
      if (!word.startsWith("-")) {
        String all =
            words.subList(at, words.size()).stream()
                .filter(each -> !each.startsWith("-"))
                .map(GoText::quote)
                .collect(Collectors.joining(" "));
        return Optional.of(
            GoText.quote(component) + " does not take any arguments, got [" + all + "]");
      }
      int equals = word.indexOf('=');
      String flag = equals < 0 ? word : word.substring(0, equals);
      if (!flag.startsWith("--")) {
        return Optional.of(
            "unknown shorthand flag: '"
                + flag.substring(1, Math.min(2, flag.length()))
                + "' in "
                + word);
      }
      boolean takesValue = known.contains(flag.substring(2) + "=");
      if (known.contains(flag.substring(2) + ABSENT)
          || known.contains(flag.substring(2) + "=" + ABSENT)) {
        return Optional.of("flag " + flag + " is not available on this machine");
      } else if (!takesValue && !known.contains(flag.substring(2))) {
        return Optional.of("unknown flag: " + flag);
      }
      if (takesValue && equals < 0 && ++at == words.size()) {
        return Optional.of("flag needs an argument: " + flag);
      }
    }
    return Optional.empty();
  }

  private static Set<String> known(String component) {
    try (InputStream in =
        Objects.requireNonNull(
            Flags.class.getResourceAsStream(
                "/dev/cnilab/cluster/controlplane/" + component + ".flags.txt"))) {
      return new TreeSet<>(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException ownResource) {
      throw new UncheckedIOException(ownResource);
    }
  }
}
