package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How an answer differs from a captured one.
 *
 * @param missing lines that only the captured one has
 * @param surplus lines that only the answer has
 */
record Difference(List<String> missing, List<String> surplus) {
  /**
   * Compares lines one by one, and binds the values of those that agree.
   *
   * @param apart how much longer one run had lasted than the other
   * @param chance lines that only one run may show; they are matched last
   */
  static Difference of(
      List<AnswerLine> captured,
      List<AnswerLine> answer,
      Order order,
      Correspondences bindings,
      Duration apart,
      Chances chance) {
    LineMatching matching = new LineMatching(order, bindings, apart, chance);
    switch (order) {
      case ON_TWO_STREAMS -> matching.inOrder(errorsFirst(captured), errorsFirst(answer));
      case AS_PRINTED -> matching.inOrder(captured, answer);
      case AS_IT_CAME, BY_TIME -> matching.inAnyOrder(captured, answer);
    }
    return matching.difference();
  }

  private static List<AnswerLine> errorsFirst(List<AnswerLine> lines) {
    return lines.stream().sorted(Comparator.comparing(line -> !line.isError())).toList();
  }

  boolean isNone() {
    return missing.isEmpty() && surplus.isEmpty();
  }

  /**
   * The same without lines at the beginnings: where a {@code tail} has cut depends on how often
   * something was repeated before.
   */
  Difference withoutBeginnings(List<AnswerLine> captured, List<AnswerLine> answer) {
    return withoutChance(
        new Chances(beginning(captured)::contains, beginning(answer)::contains), captured, answer);
  }

  /**
   * The same without lines that one run may lack: those of a kind of which the other run has none
   * with the same shape.
   */
  Difference withoutLonely(Predicate<String> captured, Predicate<String> answer) {
    return new Difference(lacked(missing, captured, surplus), lacked(surplus, answer, missing));
  }

  /**
   * The same without lines that only one run shows by chance: those of a kind, unless the other
   * answer has a nearly identical line, in which case this one is a real difference.
   *
   * @param theirs the captured answer
   * @param ours the other one
   */
  Difference withoutChance(Chances chance, List<AnswerLine> theirs, List<AnswerLine> ours) {
    return new Difference(
        missing.stream()
            .filter(line -> !chance.captured().covers(line) || isTold(line, surplus, ours))
            .toList(),
        surplus.stream()
            .filter(line -> !chance.answer().covers(line) || isTold(line, missing, theirs))
            .toList());
  }

  /** Whether another answer also contains it, in an unmatched line or in other words. */
  private static boolean isTold(String line, List<String> unmatched, List<AnswerLine> answer) {
    AnswerLine told = AnswerLine.of(line);
    return AnswerLine.of(unmatched).stream().anyMatch(told::isAlmost)
        || (answer.stream().anyMatch(other -> told.isAlmost(other) && told.isAboutThePodOf(other))
            && answer.stream().noneMatch(other -> other.shape().equals(told.shape())));
  }

  /**
   * The same without lines that describe one pod while the other answer has them for another pod.
   *
   * @param withoutNames a line's shape without the names of pods
   */
  Difference withoutOtherPods(
      UnaryOperator<String> withoutNames, List<AnswerLine> captured, List<AnswerLine> answer) {
    return new Difference(
        notOfAnother(answer, missing, withoutNames), notOfAnother(captured, surplus, withoutNames));
  }

  private static List<String> notOfAnother(
      List<AnswerLine> others, List<String> lines, UnaryOperator<String> withoutNames) {
    return lines.stream()
        .filter(text -> others.stream().noneMatch(AnswerLine.of(text).ofAnotherPod(withoutNames)))
        .toList();
  }

  /** Which of an answer's lines are there by chance. */
  @FunctionalInterface
  interface Chance {
    boolean covers(String line);
  }

  /** The chance lines of both answers. */
  record Chances(Chance captured, Chance answer) {
    /** For answers without chance lines. */
    static final Chances NONE = new Chances(line -> false, line -> false);
  }

  /** The same including lines that are out of order, unless both answers have as many. */
  Difference withDisorder(List<AnswerLine> captured, List<AnswerLine> answer, Order order) {
    List<AnswerLine> theirs = order.outOfPlace(captured);
    List<AnswerLine> ours = order.outOfPlace(answer);
    return theirs.size() == ours.size()
        ? this
        : new Difference(joined(missing, theirs), joined(surplus, ours));
  }

  private static List<String> joined(List<String> lines, List<AnswerLine> more) {
    return Stream.concat(lines.stream(), more.stream().map(AnswerLine::text)).toList();
  }

  private static List<String> lacked(
      List<String> lines, Predicate<String> which, List<String> others) {
    List<String> shapes = others.stream().map(line -> AnswerLine.of(line).shape()).toList();
    return lines.stream()
        .filter(line -> !which.test(line) || shapes.contains(AnswerLine.of(line).shape()))
        .toList();
  }

  private static List<String> beginning(List<AnswerLine> all) {
    return all.stream().limit(all.size() * 2L / 5).map(AnswerLine::text).toList();
  }
}
