package dev.cnilab.cluster.conformance.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of an answer what no two clusters have alike: times, ages, random names, addresses that
 * depend on the order of things, and the width of columns.
 */
final class Alike {
  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String pattern, String replacement) {
      return new Rule(Pattern.compile(pattern), replacement);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
          Rule.of("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "TIME"),
          Rule.of(
              "(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000",
              "TIME"),
          Rule.of("(Nov|Dec|Jan) +\\d+ (\\d\\d:\\d\\d(:\\d\\d)?|\\d{4})", "TIME"),
          Rule.of("\\b[0-9a-f]{64}\\b", "ID"),
          Rule.of("\\b[0-9a-f]{12,16}\\b", "ID"),
          Rule.of("\\bcni-[0-9a-f-]{20,}|\\bcni-UID", "NETNS"),
          Rule.of("\\bveth[0-9a-f]{8}\\b", "VETH"),
          Rule.of("\\b([0-9a-f]{2}:){5}[0-9a-f]{2}\\b", "MAC"),
          Rule.of("\\bfe80::[0-9a-f:]+", "LINK-LOCAL"),
          Rule.of("-[bcdf-hj-np-tv-z2456789]{8,10}-[bcdf-hj-np-tv-z2456789]{5}\\b", "-POD"),
          Rule.of("-[bcdf-hj-np-tv-z2456789]{5}\\b", "-POD"),
          Rule.of("\\b10\\.244\\.\\d+\\.\\d+", "POD-IP"),
          Rule.of("\\b10\\.(9[6-9]|10\\d|11[01])\\.\\d+\\.\\d+", "SERVICE-IP"),
          Rule.of("\\b\\d+(\\.\\d+)?(ns|µs|us|ms)\\b|\\b(\\d+m)?\\d+\\.\\d+s\\b", "SPAN"),
          Rule.of("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000 UTC", "TIME"),
          Rule.of("ConfigMapOptional: +<nil>", "Optional: false"),
          Rule.of("time=[0-9.]+ ms|time \\d+ms", "time=SPAN"),
          Rule.of("= [0-9./]+ ms", "= SPAN"),
          Rule.of("\\b(\\d+d)?(\\d+h)?(\\d+m)?\\d+s( ago)?\\b|\\b\\d+m\\b", "AGE"),
          Rule.of("\\(x\\d+ over AGE\\)", "(repeated)"),
          Rule.of("resourceVersion: \"\\d+\"", "resourceVersion: N"),
          Rule.of("pid \\d+|PID: \\d+", "pid N"),
          Rule.of(" deleted from \\w[-\\w]* namespace", " deleted"),
          Rule.of("^real\\s.*|^user\\s.*|^sys\\s.*", ""),
          Rule.of("v1\\.3\\d\\.\\d+|v5\\.\\d+\\.\\d+", "VERSION"),
          Rule.of("[ \\t]+", " "));

  private Alike() {}

  /** The lines that are left, in an order that does not depend on random names. */
  static List<String> lines(String answer) {
    List<String> lines = new ArrayList<>();
    for (String line : answer.split("\n", -1)) {
      String left = line;
      for (Rule rule : RULES) {
        left = rule.pattern().matcher(left).replaceAll(rule.replacement());
      }
      if (!left.isBlank()) {
        lines.add(left.strip());
      }
    }
    lines.sort(null);
    return lines;
  }
}
