package dev.cnilab.conformance.kubernetes.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Output about the captured machine rather than Kubernetes; read from environment.txt. */
final class MachineOutput {
  private static final List<Difference> DIFFERENCES = read();

  private record Difference(String place, Pattern pattern, String replacement) {
    static Difference parse(String line) {
      String[] fields = line.split("\t", -1);
      if (fields.length != 4 || fields[3].isBlank()) {
        throw new IllegalArgumentException(
            "environment.txt: \"" + line + "\" is not: place, pattern, replacement, reason");
      }
      return new Difference(
          fields[0], Pattern.compile(fields[1], Pattern.MULTILINE), fields[2].replace("\\n", "\n"));
    }

    String replace(String answer) {
      return pattern.matcher(answer).replaceAll(replacement);
    }
  }

  private MachineOutput() {}

  /**
   * An answer without it.
   *
   * @param node where the command was typed, "" for the terminal with kubectl
   */
  static String withoutIt(String node, String answer) {
    String place = node.isEmpty() ? "terminal" : "node";
    String left = answer;
    for (Difference each : DIFFERENCES) {
      if (each.place().equals("both") || each.place().equals(place)) {
        left = each.replace(left);
      }
    }
    return left;
  }

  private static List<Difference> read() {
    try (InputStream in = MachineOutput.class.getResourceAsStream("environment.txt")) {
      if (in == null) {
        throw new IllegalStateException("environment.txt is not beside " + MachineOutput.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Difference::parse)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
