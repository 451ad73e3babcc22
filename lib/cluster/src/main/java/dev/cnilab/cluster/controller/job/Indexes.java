package dev.cnilab.cluster.controller.job;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Indexes of an Indexed Job, as its status writes them: {@code 0,2-4}. */
record Indexes(NavigableSet<Integer> numbers) {

  /**
   * Parses them.
   *
   * @param text of a status, or "" for none
   * @param below indexes from here on are left out, because the Job has become smaller
   */
  static Indexes parse(String text, int below) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (String range : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      String[] ends = range.split("-", -1);
      IntStream.rangeClosed(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
          .filter(number -> number < below)
          .forEach(numbers::add);
    }
    return new Indexes(numbers);
  }

  int size() {
    return numbers.size();
  }

  /** As in a status; two consecutive indexes do not make a range yet. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    int first = -1;
    int last = -2;
    for (int number : numbers) {
      if (number != last + 1) {
        end(text, first, last);
        first = number;
      }
      last = number;
    }
    end(text, first, last);
    return text.toString();
  }

  private static void end(StringBuilder text, int first, int last) {
    if (last < 0) {
      return;
    }
    text.append(text.isEmpty() ? "" : ",").append(first);
    if (last > first) {
      text.append(last == first + 1 ? ',' : '-').append(last);
    }
  }
}
