package dev.cnilab.cluster.apiserver.validation.status;

import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The indexes in an indexed Job's status, such as {@code 0,2-5}; they are checked on a change. */
public final class JobIndexRules {
  private static final String COMPLETED = "completedIndexes";
  private static final String FAILED = "failedIndexes";

  private JobIndexRules() {}

  /** An interval, both ends included. */
  private record Interval(int first, int last) {}

  private static final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Malformed(String message) {
      super(message);
    }
  }

  public static void check(ValidatedField status) {
    ValidatedField spec = status.root().field("spec");
    ValidatedField completed = status.field(COMPLETED);
    ValidatedField failed = status.field(FAILED);
    boolean counted = spec.has("completions");
    boolean perIndex = spec.has("backoffLimitPerIndex");
    int end = (int) spec.field("completions").number();
    ifChanged(completed, counted, place -> parse(place, end));
    ifChanged(failed, counted && perIndex, place -> parse(place, end));
    ifChanged(
        completed,
        !completed.isEmpty() && !spec.text("completionMode").equals("Indexed"),
        place ->
            place.invalid(
                "cannot set non-empty completedIndexes when non-indexed completion mode"));
    ifChanged(
        failed,
        !perIndex && !failed.value().isMissingNode(),
        place ->
            place.invalid("cannot set non-null failedIndexes when backoffLimitPerIndex is null"));
    boolean changed =
        !completed.value().equals(completed.old()) || !failed.value().equals(failed.old());
    if (changed && counted && !failed.value().isMissingNode()) {
      overlap(completed.text(), failed.text(), end)
          .ifPresent(
              index ->
                  failed.invalid("failedIndexes and completedIndexes overlap at index: " + index));
    }
  }

  private static void ifChanged(
      ValidatedField place, boolean applies, Consumer<ValidatedField> check) {
    if (applies && !place.value().equals(place.old())) {
      check.accept(place);
    }
  }

  private static void parse(ValidatedField place, int end) {
    try {
      var unused = intervals(place.text(), end);
    } catch (Malformed malformed) {
      place.invalid("error parsing " + place.key() + ": " + malformed.getMessage());
    }
  }

  private static List<Interval> intervals(String text, int end) {
    List<Interval> intervals = new ArrayList<>();
    if (text.isEmpty()) {
      return intervals;
    }
    for (String part : text.split(",", -1)) {
      Interval next = interval(part, end);
      if (!intervals.isEmpty() && intervals.getLast().last() >= next.first()) {
        throw unordered(intervals.getLast().last(), next.first());
      }
      intervals.add(next);
    }
    return intervals;
  }

  private static Interval interval(String part, int end) {
    String[] limits = part.split("-", -1);
    if (limits.length > 2) {
      throw new Malformed(
          "the fragment \""
              + part
              + "\" violates the requirement that an index interval can have at most two parts"
              + " separated by '-'");
    }
    int first = index(limits[0], end);
    if (limits.length == 1) {
      return new Interval(first, first);
    }
    int last = index(limits[1], end);
    if (first >= last) {
      throw unordered(first, last);
    }
    return new Interval(first, last);
  }

  private static int index(String text, int end) {
    if (!text.matches("\\+?\\d{1,18}")) {
      throw new Malformed("cannot convert string to integer for index: \"" + text + "\"");
    }
    long index = Long.parseLong(text);
    if (index >= end) {
      throw new Malformed("too large index: \"" + text + "\"");
    }
    return (int) index;
  }

  private static Malformed unordered(int previous, int current) {
    return new Malformed("non-increasing order, previous: " + previous + ", current: " + current);
  }

  /** The first index that is in both; empty if there is none, or if one of the two is malformed. */
  private static Optional<Integer> overlap(String completed, String failed, int end) {
    try {
      Deque<Interval> ones = new ArrayDeque<>(intervals(completed, end));
      Deque<Interval> others = new ArrayDeque<>(intervals(failed, end));
      while (!ones.isEmpty() && !others.isEmpty()) { // both are in order
        Interval one = ones.getFirst();
        Interval other = others.getFirst();
        int first = Math.max(one.first(), other.first());
        if (first <= Math.min(one.last(), other.last())) {
          return Optional.of(first);
        }
        (one.last() < other.last() ? ones : others).removeFirst();
      }
      return Optional.empty();
    } catch (Malformed reported) {
      return Optional.empty();
    }
  }
}
