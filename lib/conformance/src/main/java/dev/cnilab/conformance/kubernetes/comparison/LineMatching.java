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
  private final Bindings bindings;
  private final Duration apart;
  private final Difference.Chances chance;
  private final List<String> missing = new ArrayList<>();
  private final List<String> surplus = new ArrayList<>();

  LineMatching(Order order, Bindings bindings, Duration apart, Difference.Chances chance) {
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
