package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.plugin.Rejection;
import dev.cnilab.cluster.scheduler.preemption.Candidate;
import dev.cnilab.cluster.scheduler.preemption.Preemption;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why no node was found for a pod.
 *
 * @param rejections the reasons of each node
 */
record FitError(List<List<Rejection>> rejections) {
  /** The filters that rejected a node: what has to change before a retry makes sense. */
  Set<Filter> filters() {
    return rejections.stream()
        .flatMap(List::stream)
        .map(Rejection::filter)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Filter.class)));
  }

  /** The text of the event and of the condition. */
  String message() {
    return rejections.isEmpty() ? "no nodes available to schedule pods" : histogram();
  }

  /** The message, followed by which pods make room or why none can. */
  String message(Preemption preemption) {
    if (rejections.isEmpty()) {
      return message();
    }
    String outcome =
        preemption
            .best()
            .map(Candidate::message)
            .orElseGet(() -> new FitError(preemption.refusals()).message());
    return message() + " preemption: " + outcome;
  }

  private String histogram() {
    return "0/"
        + rejections.size()
        + " nodes are available: "
        + histogram(rejections.stream().flatMap(List::stream).map(Rejection::reason))
        + ".";
  }

  private static String histogram(Stream<String> reasons) {
    Map<String, Long> counts =
        reasons.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    return counts.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
