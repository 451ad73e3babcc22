package dev.cnilab.cluster.scheduler;

import dev.cnilab.cluster.scheduler.plugin.Filter;
import dev.cnilab.cluster.scheduler.plugin.Rejection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a pod found no node.
 *
 * @param rejections the reasons of each node
 */
record Diagnosis(List<List<Rejection>> rejections) {
  /** The filters that rejected a node: what has to change before it is worth to try again. */
  Set<Filter> filters() {
    return rejections.stream()
        .flatMap(List::stream)
        .map(Rejection::filter)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Filter.class)));
  }

  /** The text of the event and of the condition. */
  String message() {
    if (rejections.isEmpty()) {
      return "no nodes available to schedule pods";
    }
    String none = "0/" + rejections.size() + " nodes are available: ";
    Stream<String> reasons = rejections.stream().flatMap(List::stream).map(Rejection::reason);
    Stream<String> preemption =
        rejections.stream()
            .map(
                node ->
                    node.stream().allMatch(Rejection::resolvable)
                        ? "No preemption victims found for incoming pod"
                        : "Preemption is not helpful for scheduling");
    return none + histogram(reasons) + ". preemption: " + none + histogram(preemption) + ".";
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
