package dev.cnilab.conformance.kubernetes.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an answer says when what no two runs have alike is taken out: times, ages, random names,
 * process ids, addresses that depend on the order of things, the width of columns.
 *
 * @param lines each with how often it was said: how often it is there, or what a COUNT or an "(x14
 *     over 27s)" says
 */
record Alike(Map<String, Integer> lines) {
  private record Rule(Pattern pattern, String replacement) {
    static Rule of(String pattern, String replacement) {
      return new Rule(Pattern.compile(pattern), replacement);
    }
  }

  private static final List<Rule> RULES =
      List.of(
          Rule.of("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UID"),
          Rule.of("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z?", "TIME"),
          Rule.of("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d \\+0000 UTC", "TIME"),
          Rule.of("\\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d \\+0000", "TIME"),
          Rule.of("(Nov|Dec|Jan) +\\d+ (\\d\\d:\\d\\d(:\\d\\d)?|\\d{4})", "TIME"),
          Rule.of("\\b([IWE])\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{6} +\\d+ ", "$1 TIME PID "),
          Rule.of("exited_at:\\{seconds:\\d+ +nanos:\\d+\\}", "exited_at:TIME"),
          Rule.of("\\b[0-9a-f]{64}\\b", "ID"),
          Rule.of("\\b[0-9a-f]{12,16}\\b", "ID"),
          Rule.of("\\b[0-9a-f]{30,63}$", "ID"),
          Rule.of("\\bcni-[0-9a-f-]{20,}|\\bcni-UID", "NETNS"),
          Rule.of("\\bveth[0-9a-f]{8}\\b", "VETH"),
          Rule.of("@if\\d+", "@ifN"),
          Rule.of("^\\d+: (?!lo|eth0)", "N: "),
          Rule.of("\\b([0-9a-f]{2}:){5}[0-9a-f]{2}\\b", "MAC"),
          Rule.of("\\bfe80::[0-9a-f:]+", "LINK-LOCAL"),
          Rule.of("\\bsed[A-Za-z0-9]{6}\\b", "sedXXXXXX"),
          Rule.of("\\.tmp\\d{6,}", ".tmpN"),
          Rule.of("-[0-9a-f]{8,10}-[bcdf-hj-np-tv-z2456789]{5}(?![a-z0-9])", "-POD"),
          Rule.of("-[bcdf-hj-np-tv-z2456789]{5}(?![a-z0-9])", "-POD"),
          Rule.of("(?<=[a-z]-|hash=|hash: )(?=[a-f]*\\d)[0-9a-f]{8,10}\\b", "HASH"),
          Rule.of("\\b10\\.244\\.\\d+\\.\\d+", "POD-IP"),
          Rule.of("\\b10\\.(9[6-9]|10\\d|11[01])\\.\\d+\\.\\d+", "SERVICE-IP"),
          Rule.of("\\b\\d+(\\.\\d+)?(ns|µs|us|ms)\\b|\\b(\\d+m)?\\d+\\.\\d+s\\b", "SPAN"),
          Rule.of("= [0-9./]+ ms", "= SPAN"),
          Rule.of("\\b\\d+(\\.\\d+)? (milliseconds|ms\\b)|time \\d+ms", "SPAN"),
          Rule.of("\\b(KUBE-SEP)-[A-Z2-7]{16}\\b", "$1-HASH"),
          Rule.of("json.RawMessage\\{[^}]*\\}", "json.RawMessage{MAC}"),
          Rule.of("\\b(About )?(\\d+|an?|Less than a) (second|minute|hour)s? ago", "AGE"),
          Rule.of(
              "\\b(\\d+y)?(\\d+d)?(\\d+h)?(\\d+m)?\\d+s( ago)?\\b"
                  + "|\\b(\\d+y)?(\\d+d)?(\\d+h)?\\d+m\\b"
                  + "|\\b(\\d+y)?(\\d+d)?\\d+h\\b|\\b(\\d+y)?\\d+d\\b|<invalid>",
              "AGE"),
          Rule.of("^ +(\\d+ +){3,}\\d+ *$", "COUNTERS"),
          Rule.of("resourceVersion: \"\\d+\"", "resourceVersion: N"),
          Rule.of("pid \\d+|PID: \\d+", "pid N"),
          Rule.of("(?<=\\w)\\[\\d+\\]: ", "[PID]: "),
          Rule.of("0x[0-9a-f]{8,12}\\b", "POINTER"),
          Rule.of("^real\\s.*|^user\\s.*|^sys\\s.*", ""),
          Rule.of("[ \\t]+", " "));

  private static final Pattern REPEATED = Pattern.compile("\\(x(\\d+) over AGE\\) ?");
  private static final Pattern COUNTED = Pattern.compile("^(TIME TIME )(\\d+) ");

  static Alike of(String answer) {
    Map<String, Integer> lines = new TreeMap<>();
    for (String line : answer.split("\n", -1)) {
      String left = line;
      for (Rule rule : RULES) {
        left = rule.pattern().matcher(left).replaceAll(rule.replacement());
      }
      left = left.strip();
      int count = 1;
      Matcher repeated = REPEATED.matcher(left);
      Matcher counted = COUNTED.matcher(left);
      if (repeated.find()) {
        count = Integer.parseInt(repeated.group(1));
        left = repeated.replaceFirst("");
      } else if (counted.find()) {
        count = Integer.parseInt(counted.group(2));
        left = counted.replaceFirst("$1");
      }
      if (!left.isEmpty()) {
        lines.merge(left, count, Integer::sum);
      }
    }
    return new Alike(lines);
  }

  /** The same without the lines it begins with, which a {@code tail} has cut off elsewhere. */
  static Alike ofLaterPart(String answer) {
    List<String> lines = answer.lines().toList();
    return of(String.join("\n", lines.subList(lines.size() * 2 / 5, lines.size())));
  }

  /** The lines that the other has not, or has said clearly less often. */
  List<String> without(Alike other) {
    List<String> left = new ArrayList<>();
    lines.forEach(
        (line, count) -> {
          int others = other.lines.getOrDefault(line, 0);
          if (others == 0 || count - others > tolerated(count)) {
            left.add(count == 1 ? line : line + " [" + count + " times, not " + others + "]");
          }
        });
    return left;
  }

  /** What is tried again and again is tried once more or less often by the time someone looks. */
  private static int tolerated(int count) {
    return Math.max(2, count / 4);
  }
}
