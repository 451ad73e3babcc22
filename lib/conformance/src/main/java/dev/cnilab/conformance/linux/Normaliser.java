package dev.cnilab.conformance.linux;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Replaces what differs from run to run (times, IDs, ephemeral ports) in a line of output. */
final class Normaliser {
  private record Rule(Pattern pattern, String replacement) {
    String apply(String line) {
      return pattern.matcher(line).replaceAll(replacement);
    }
  }

  private final List<Rule> rules;

  private Normaliser(List<Rule> rules) {
    this.rules = rules;
  }

  /** The rules beside the scripts, or else the built-in ones. */
  static Normaliser of(Path directory) throws IOException {
    Path beside = directory.resolve("normalise.rules");
    return Files.isRegularFile(beside)
        ? parse(Files.readString(beside).lines().toList())
        : builtIn();
  }

  static Normaliser builtIn() {
    try (InputStream in =
        Objects.requireNonNull(Normaliser.class.getResourceAsStream("normalise.rules"))) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Parses lines with an expression, a tab and its replacement ({@code \1} is the first group). */
  static Normaliser parse(List<String> lines) {
    return new Normaliser(
        lines.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(Normaliser::rule)
            .toList());
  }

  private static Rule rule(String line) {
    int tab = line.indexOf('\t');
    if (tab < 0) {
      throw new IllegalArgumentException(
          "a rule is an expression, a tab and a replacement; there is no tab in: " + line);
    }
    String replacement =
        line.substring(tab + 1).replace("$", "\\$").replaceAll("\\\\(\\d)", "\\$$1");
    return new Rule(Pattern.compile(line.substring(0, tab)), replacement);
  }

  String apply(String line) {
    String normal = line.stripTrailing();
    for (Rule rule : rules) {
      normal = rule.apply(normal);
    }
    return normal.stripTrailing();
  }
}
