package dev.cnilab.conformance.kubernetes.comparison;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A parsed line of an answer.
 *
 * @param shape the line without its variables, with one space between words
 * @param values the bound variables' values
 * @param count the number of repetitions: from "(x14 over 27s)" or a column COUNT
 * @param text the line itself
 */
record AnswerLine(String shape, List<Value> values, int count, String text) {
  private static final List<Variable> VARIABLES = read();

  /** kube-proxy iterates over a Go map, which has no order. */
  private static final Pattern RULES_OF_A_MAP = Pattern.compile("(-A KUBE-SERVICES -d) .*");

  /** An exec's two output streams arrive over two channels. */
  private static final Pattern ERROR = Pattern.compile("(ping|curl|wget|nc|sh|bash|iperf3): .*");

  /** Endpoints are listed in the order in which their pods became ready. */
  private static final Pattern LISTED =
      Pattern.compile("10\\.244\\.[0-9.]+(:\\d+)?(,10\\.244\\.[0-9.]+(:\\d+)?)+");

  private static final Pattern NAMED =
      Pattern.compile("(?:\\bname:\\\\?\"|\\bpod=\"[-a-z]+/)([^\"\\\\]+)");
  private static final Pattern REPEATED = Pattern.compile("\\(x(\\d+) over <age>\\) ?");
  private static final Pattern COUNTED = Pattern.compile("^(<time> <time> )(\\d+) ");

  static AnswerLine of(String text) {
    List<Value> values = new ArrayList<>();
    String shape = LISTED.matcher(text).replaceAll(AnswerLine::sorted);
    for (Variable each : VARIABLES) {
      shape = each.takeOut(shape, values);
    }
    shape = shape.strip();
    int count = 1;
    Matcher repeated = REPEATED.matcher(shape);
    Matcher counted = COUNTED.matcher(shape);
    if (repeated.find()) {
      count = Integer.parseInt(repeated.group(1));
      shape = repeated.replaceFirst("");
    } else if (counted.find()) {
      count = Integer.parseInt(counted.group(2));
      shape = counted.replaceFirst("$1");
    }
    return new AnswerLine(
        shape, values.stream().flatMap(Value::withParts).toList(), count, text.strip());
  }

  /** Its beginning, whose values are not known. */
  AnswerLine upTo(int length) {
    return new AnswerLine(shape.substring(0, length).strip(), List.of(), count, text);
  }

  private static String sorted(MatchResult list) {
    return Stream.of(list.group().split(",", -1)).sorted().collect(Collectors.joining(","));
  }

  /** The significant lines of an answer. */
  static List<AnswerLine> of(List<String> answer) {
    return answer.stream().map(AnswerLine::of).filter(line -> !line.shape().isEmpty()).toList();
  }

  /**
   * Whether the order of two neighbors is chance: they are sorted by random names, or both are
   * attempts.
   */
  boolean sharesThePlaceOf(AnswerLine neighbour) {
    boolean sortedByChance = isRandom(placedBy()) && placedBy().equals(neighbour.placedBy());
    return sortedByChance || (isAttempt() && shape.equals(neighbour.shape));
  }

  /** The sort key of the line: its first word, or its first two words up to a random name. */
  private String placedBy() {
    Matcher rule = RULES_OF_A_MAP.matcher(shape);
    if (rule.matches()) {
      return rule.group(1) + " <service>";
    }
    String[] words = shape.split(" ", 3);
    boolean second = words.length > 1 && !isRandom(words[0]) && isRandom(words[1]);
    return second ? words[0] + " " + words[1] : words[0];
  }

  private static boolean isRandom(String word) {
    return VARIABLES.stream().anyMatch(each -> each.bound() && word.contains(each.place()));
  }

  /** How many values are equal, each in its place: addresses are allocated in order. */
  long valuesInCommon(AnswerLine other) {
    return IntStream.range(0, Math.min(values.size(), other.values.size()))
        .filter(i -> values.get(i).equals(other.values.get(i)))
        .count();
  }

  /** Whether another line has nearly all of its words. */
  boolean isAlmost(AnswerLine other) {
    List<String> words = List.of(shape.split(" ", -1));
    List<String> others = List.of(other.shape.split(" ", -1));
    return Math.abs(others.size() - words.size()) <= 1
        && words.stream().filter(others::contains).count() * 10 >= words.size() * 7L;
  }

  /** Whether it names the same pods as another line, or both name none. */
  boolean isAboutThePodOf(AnswerLine other) {
    return pods().equals(other.pods());
  }

  private List<String> pods() {
    return NAMED.matcher(shape).results().map(name -> name.group(1)).distinct().toList();
  }

  /** Matches lines that say of another pod what this one says of its pod. */
  Predicate<AnswerLine> ofAnotherPod(UnaryOperator<String> withoutNames) {
    String nameless = withoutNames.apply(shape);
    return other ->
        nameless.equals(withoutNames.apply(other.shape))
            && (!shape.equals(other.shape) || shape.contains("<pod>"));
  }

  /** Whether it is about one of several attempts, each of which has its own ID. */
  boolean isAttempt() {
    return shape.contains("<id>");
  }

  /** Whether it was printed on standard error. */
  boolean isError() {
    return ERROR.matcher(shape).matches();
  }

  private static List<Variable> read() {
    try (InputStream in = AnswerLine.class.getResourceAsStream("variables.txt")) {
      if (in == null) {
        throw new IllegalStateException("variables.txt is not beside " + AnswerLine.class);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(Variable::parse)
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
