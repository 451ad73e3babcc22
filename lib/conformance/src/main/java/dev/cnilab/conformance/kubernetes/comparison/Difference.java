package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
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
      List<Line> captured,
      List<Line> answer,
      Order order,
      Bindings bindings,
      Duration apart,
      Chances chance) {
    Comparing comparing = new Comparing(order, bindings, apart, chance);
    switch (order) {
      case ON_TWO_STREAMS -> comparing.inOrder(errorsFirst(captured), errorsFirst(answer));
      case AS_PRINTED -> comparing.inOrder(captured, answer);
      case AS_IT_CAME, BY_TIME -> comparing.inAnyOrder(captured, answer);
    }
    return new Difference(comparing.missing, comparing.surplus);
  }

  private static List<Line> errorsFirst(List<Line> lines) {
    return lines.stream().sorted(Comparator.comparing(line -> !line.isError())).toList();
  }

  boolean isNone() {
    return missing.isEmpty() && surplus.isEmpty();
  }

  /**
   * The same without lines at the beginnings: where a {@code tail} has cut depends on how often
   * something was repeated before.
   */
  Difference withoutBeginnings(List<Line> captured, List<Line> answer) {
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
  Difference withoutChance(Chances chance, List<Line> theirs, List<Line> ours) {
    return new Difference(
        missing.stream()
            .filter(line -> !chance.captured().covers(line) || isTold(line, surplus, ours))
            .toList(),
        surplus.stream()
            .filter(line -> !chance.answer().covers(line) || isTold(line, missing, theirs))
            .toList());
  }

  /** Whether another answer also contains it, in an unmatched line or in other words. */
  private static boolean isTold(String line, List<String> unmatched, List<Line> answer) {
    Line told = Line.of(line);
    return Line.of(unmatched).stream().anyMatch(told::isAlmost)
        || (answer.stream().anyMatch(other -> told.isAlmost(other) && told.isAboutThePodOf(other))
            && answer.stream().noneMatch(other -> other.shape().equals(told.shape())));
  }

  /**
   * The same without lines that describe one pod while the other answer has them for another pod.
   *
   * @param withoutNames a line's shape without the names of pods
   */
  Difference withoutOtherPods(
      UnaryOperator<String> withoutNames, List<Line> captured, List<Line> answer) {
    return new Difference(
        notOfAnother(answer, missing, withoutNames), notOfAnother(captured, surplus, withoutNames));
  }

  private static List<String> notOfAnother(
      List<Line> others, List<String> lines, UnaryOperator<String> withoutNames) {
    return lines.stream()
        .filter(text -> others.stream().noneMatch(Line.of(text).ofAnotherPod(withoutNames)))
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
  Difference withDisorder(List<Line> captured, List<Line> answer, Order order) {
    List<Line> theirs = order.outOfPlace(captured);
    List<Line> ours = order.outOfPlace(answer);
    return theirs.size() == ours.size()
        ? this
        : new Difference(joined(missing, theirs), joined(surplus, ours));
  }

  private static List<String> joined(List<String> lines, List<Line> more) {
    return Stream.concat(lines.stream(), more.stream().map(Line::text)).toList();
  }

  private static List<String> lacked(
      List<String> lines, Predicate<String> which, List<String> others) {
    List<String> shapes = others.stream().map(line -> Line.of(line).shape()).toList();
    return lines.stream()
        .filter(line -> !which.test(line) || shapes.contains(Line.of(line).shape()))
        .toList();
  }

  private static List<String> beginning(List<Line> all) {
    return all.stream().limit(all.size() * 2L / 5).map(Line::text).toList();
  }

  private static final class Comparing {
    private final Order order;
    private final Bindings bindings;
    private final Duration apart;
    private final Chances chance;
    private final List<String> missing = new ArrayList<>();
    private final List<String> surplus = new ArrayList<>();

    Comparing(Order order, Bindings bindings, Duration apart, Chances chance) {
      this.order = order;
      this.bindings = bindings;
      this.apart = apart;
      this.chance = chance;
    }

    void inOrder(List<Line> captured, List<Line> answer) {
      List<List<Line>> theirs = places(captured);
      List<List<Line>> ours = places(answer);
      List<Line> missingHere = new ArrayList<>();
      List<Line> surplusHere = new ArrayList<>();
      int[][] common = commonAfter(theirs, ours);
      int i = 0;
      int j = 0;
      while (i < theirs.size() || j < ours.size()) {
        if (i < theirs.size()
            && j < ours.size()
            && shapes(theirs.get(i)).equals(shapes(ours.get(j)))) {
          inAnyOrder(theirs.get(i++), ours.get(j++));
        } else if (j == ours.size()
            || (i < theirs.size() && common[i + 1][j] >= common[i][j + 1])) {
          missingHere.addAll(theirs.get(i++));
        } else {
          surplusHere.addAll(ours.get(j++));
        }
      }
      matchMoved(new EventRows(captured), missingHere, new EventRows(answer), surplusHere);
      missingHere.forEach(line -> missing.add(line.text()));
      surplusHere.forEach(line -> surplus.add(line.text()));
    }

    private void matchMoved(
        EventRows captured, List<Line> missingHere, EventRows answer, List<Line> surplusHere) {
      for (Line line : List.copyOf(missingHere)) {
        List<Line> candidates =
            surplusHere.stream()
                .filter(each -> each.shape().equals(line.shape()))
                .filter(each -> captured.isAlone(line) || answer.isAlone(each))
                .toList();
        match(line, candidates, candidates)
            .ifPresent(
                found -> {
                  missingHere.remove(line);
                  surplusHere.remove(found);
                });
      }
    }

    /** Neighbours in random order share a place, and so do attempts at the same thing. */
    private static List<List<Line>> places(List<Line> lines) {
      List<List<Line>> places = new ArrayList<>();
      for (Line line : lines) {
        if (places.isEmpty() || !line.sharesThePlaceOf(places.getLast().getFirst())) {
          places.add(new ArrayList<>());
        }
        places.getLast().add(line);
      }
      return places;
    }

    private static List<String> shapes(List<Line> place) {
      return place.stream().map(Line::shape).distinct().sorted().toList();
    }

    /** The length of the longest common subsequence after each pair of places. */
    private static int[][] commonAfter(List<List<Line>> theirs, List<List<Line>> ours) {
      int[][] common = new int[theirs.size() + 1][ours.size() + 1];
      List<List<String>> ourShapes = ours.stream().map(Comparing::shapes).toList();
      for (int i = theirs.size() - 1; i >= 0; i--) {
        List<String> shapes = shapes(theirs.get(i));
        for (int j = ours.size() - 1; j >= 0; j--) {
          common[i][j] =
              shapes.equals(ourShapes.get(j))
                  ? common[i + 1][j + 1] + 1
                  : Math.max(common[i + 1][j], common[i][j + 1]);
        }
      }
      return common;
    }

    /** Shapes with the fewest lines come first: they show best which values correspond. */
    void inAnyOrder(List<Line> captured, List<Line> answer) {
      Map<String, List<Line>> ours = byShape(answer);
      byShape(captured).entrySet().stream()
          .sorted(Comparator.comparing(shape -> shape.getValue().size()))
          .forEach(
              shape -> {
                List<Line> others = ours.remove(shape.getKey());
                repeated(shape.getValue(), others == null ? List.of() : others);
              });
      ours.values().forEach(lines -> repeated(List.of(), lines));
    }

    /** Lines of one shape: about the same number, each with values that correspond to another's. */
    private void repeated(List<Line> captured, List<Line> answer) {
      List<Line> surplusHere = new ArrayList<>(answer);
      List<Line> missingHere = new ArrayList<>();
      for (Line line : mostCertainFirst(captured)) {
        match(line, surplusHere, answer)
            .ifPresentOrElse(surplusHere::remove, () -> missingHere.add(line));
      }
      boolean asMany = missingHere.isEmpty() || surplusHere.isEmpty();
      if (!asMany || !order.repetition(captured, answer, apart).isAlike()) {
        missingHere.forEach(line -> missing.add(line.text()));
        surplusHere.forEach(line -> surplus.add(line.text()));
      }
    }

    private List<Line> mostCertainFirst(List<Line> lines) {
      return lines.stream()
          .sorted(
              Comparator.comparing((Line line) -> chance.captured().covers(line.text()))
                  .thenComparing(line -> -bindings.known(line.values())))
          .toList();
    }

    /**
     * The line among the candidates that says the same.
     *
     * @param all the candidates, including those that other lines have been matched with
     */
    private Optional<Line> match(Line line, List<Line> candidates, List<Line> all) {
      Optional<Line> found =
          candidates.stream()
              .filter(each -> Repetition.counted(line, each, apart).isAlike())
              .filter(each -> bindings.admit(line.values(), each.values()))
              .max(
                  Comparator.comparing((Line each) -> !chance.answer().covers(each.text()))
                      .thenComparingLong(line::valuesInCommon));
      found.ifPresent(each -> bindings.bind(line.values(), each.values(), alternatives(line, all)));
      return found;
    }

    /** What a line could stand for. */
    private List<List<Value>> alternatives(Line line, List<Line> all) {
      return all.stream()
          .map(Line::values)
          .filter(values -> bindings.admit(line.values(), values))
          .toList();
    }

    private static Map<String, List<Line>> byShape(List<Line> lines) {
      return lines.stream()
          .collect(
              Collectors.groupingBy(
                  Line::shape,
                  LinkedHashMap::new,
                  Collectors.mapping(Function.identity(), Collectors.toList())));
    }
  }
}
