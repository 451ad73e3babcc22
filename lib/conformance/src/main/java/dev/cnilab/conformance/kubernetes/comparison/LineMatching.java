package dev.cnilab.conformance.kubernetes.comparison;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Matches the lines of a captured answer with those of another, and binds their values. */
final class LineMatching {
  private final Order order;
  private final Correspondences bindings;
  private final Duration apart;
  private final Difference.Chances chance;
  private final List<String> missing = new ArrayList<>();
  private final List<String> surplus = new ArrayList<>();

  LineMatching(Order order, Correspondences bindings, Duration apart, Difference.Chances chance) {
    this.order = order;
    this.bindings = bindings;
    this.apart = apart;
    this.chance = chance;
  }

  void inOrder(List<AnswerLine> captured, List<AnswerLine> answer) {
    List<List<AnswerLine>> theirs = places(captured);
    List<List<AnswerLine>> ours = places(answer);
    List<AnswerLine> missingHere = new ArrayList<>();
    List<AnswerLine> surplusHere = new ArrayList<>();
    int[][] common = commonAfter(theirs, ours);
    int i = 0;
    int j = 0;
    while (i < theirs.size() || j < ours.size()) {
      if (i < theirs.size()
          && j < ours.size()
          && shapes(theirs.get(i)).equals(shapes(ours.get(j)))) {
        inAnyOrder(theirs.get(i++), ours.get(j++));
      } else if (j == ours.size() || (i < theirs.size() && common[i + 1][j] >= common[i][j + 1])) {
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
      EventRows captured,
      List<AnswerLine> missingHere,
      EventRows answer,
      List<AnswerLine> surplusHere) {
    for (AnswerLine line : List.copyOf(missingHere)) {
      List<AnswerLine> candidates =
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

  /** Neighbors in random order share a place, and so do attempts at the same thing. */
  private static List<List<AnswerLine>> places(List<AnswerLine> lines) {
    List<List<AnswerLine>> places = new ArrayList<>();
    for (AnswerLine line : lines) {
      if (places.isEmpty() || !line.sharesThePlaceOf(places.getLast().getFirst())) {
        places.add(new ArrayList<>());
      }
      places.getLast().add(line);
    }
    return places;
  }

  private static List<String> shapes(List<AnswerLine> place) {
    return place.stream().map(AnswerLine::shape).distinct().sorted().toList();
  }

  /** The length of the longest common subsequence after each pair of places. */
  private static int[][] commonAfter(List<List<AnswerLine>> theirs, List<List<AnswerLine>> ours) {
    int[][] common = new int[theirs.size() + 1][ours.size() + 1];
    List<List<String>> ourShapes = ours.stream().map(LineMatching::shapes).toList();
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

  /** The difference that it has found. */
  Difference difference() {
    return new Difference(missing, surplus);
  }

  /** Shapes with the fewest lines come first: they show best which values correspond. */
  void inAnyOrder(List<AnswerLine> captured, List<AnswerLine> answer) {
    Map<String, List<AnswerLine>> ours = byShape(answer);
    byShape(captured).entrySet().stream()
        .sorted(Comparator.comparing(shape -> shape.getValue().size()))
        .forEach(
            shape -> {
              List<AnswerLine> others = ours.remove(shape.getKey());
              repeated(shape.getValue(), others == null ? List.of() : others);
            });
    ours.values().forEach(lines -> repeated(List.of(), lines));
  }

  /** Lines of one shape: about the same number, each with values that correspond to another's. */
  private void repeated(List<AnswerLine> captured, List<AnswerLine> answer) {
    List<AnswerLine> surplusHere = new ArrayList<>(answer);
    List<AnswerLine> missingHere = new ArrayList<>();
    for (AnswerLine line : mostCertainFirst(captured)) {
      match(line, surplusHere, answer)
          .ifPresentOrElse(surplusHere::remove, () -> missingHere.add(line));
    }
    boolean asMany = missingHere.isEmpty() || surplusHere.isEmpty();
    if (!asMany || !order.repetition(captured, answer, apart).isAlike()) {
      missingHere.forEach(line -> missing.add(line.text()));
      surplusHere.forEach(line -> surplus.add(line.text()));
    }
  }

  private List<AnswerLine> mostCertainFirst(List<AnswerLine> lines) {
    return lines.stream()
        .sorted(
            Comparator.comparing((AnswerLine line) -> chance.captured().covers(line.text()))
                .thenComparing(line -> -bindings.known(line.values())))
        .toList();
  }

  /**
   * The line among the candidates that says the same.
   *
   * @param all the candidates, including those that other lines have been matched with
   */
  private Optional<AnswerLine> match(
      AnswerLine line, List<AnswerLine> candidates, List<AnswerLine> all) {
    Optional<AnswerLine> found =
        candidates.stream()
            .filter(each -> Repetition.counted(line, each, apart).isAlike())
            .filter(each -> bindings.admit(line.values(), each.values()))
            .max(
                Comparator.comparing((AnswerLine each) -> !chance.answer().covers(each.text()))
                    .thenComparingLong(line::valuesInCommon));
    found.ifPresent(each -> bindings.bind(line.values(), each.values(), alternatives(line, all)));
    return found;
  }

  /** What a line could stand for. */
  private List<List<Value>> alternatives(AnswerLine line, List<AnswerLine> all) {
    return all.stream()
        .map(AnswerLine::values)
        .filter(values -> bindings.admit(line.values(), values))
        .toList();
  }

  private static Map<String, List<AnswerLine>> byShape(List<AnswerLine> lines) {
    return lines.stream()
        .collect(
            Collectors.groupingBy(
                AnswerLine::shape,
                LinkedHashMap::new,
                Collectors.mapping(Function.identity(), Collectors.toList())));
  }
}
