package dev.cnilab.lab.trace;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A trace in short, for readers who know what a route is. */
final class Brief {

  private Brief() {}

  static List<String> lines(PacketTrace trace) {
    List<String> lines = new ArrayList<>();
    for (PacketTrace.Way way : trace.ways()) {
      if (!way.isRequest()) {
        lines.add(way.packet().replaceAll(",? ttl .*", "") + end(way, trace.ways().getFirst()));
      }
      if (way.isRequest() || !way.arrives()) {
        hops(way).forEach((where, steps) -> lines.add("%-16s %s".formatted(where, words(steps))));
      }
    }
    if (!trace.note().isEmpty()) {
      lines.add(trace.note());
    }
    return lines;
  }

  private static String end(PacketTrace.Way way, PacketTrace.Way request) {
    if (!way.arrives()) {
      return "";
    }
    return way.packet().startsWith("error: ") || way.answers(request)
        ? " arrives"
        : " arrives, and is refused: it is not from where it was asked";
  }

  /** The hops; a packet that returns to a place is rare, and is merged there. */
  private static Map<String, List<PacketTrace.Step>> hops(PacketTrace.Way way) {
    return way.steps().stream()
        .collect(
            Collectors.groupingBy(
                step -> step.where().replaceAll(".*/", ""),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  /** Drops the node's second route, for the outer packet of a tunnel, because one is enough. */
  private static String words(List<PacketTrace.Step> steps) {
    List<String> words = new ArrayList<>();
    for (PacketTrace.Step step : steps) {
      if (!step.what().equals("routed")
          || words.stream().noneMatch(word -> word.startsWith("by "))) {
        word(step).ifPresent(words::add);
      }
    }
    PacketTrace.Step last = steps.getLast();
    return words.isEmpty() ? last.what() + " " + last.detail() : String.join("; ", words);
  }

  private static Optional<String> word(PacketTrace.Step step) {
    if (!step.dropReason().isEmpty()) {
      return Optional.of("✗ " + step.dropReason() + ": " + step.detail());
    }
    return Optional.ofNullable(
        switch (step.what()) {
          case "routed" -> "by " + step.detail();
          case "translated" -> step.detail().replaceAll(".* becomes ", "becomes ");
          case "encapsulated" -> "in " + step.detail();
          case "fragmented" -> step.detail();
          case "delivered" -> "arrives: " + step.detail();
          default -> null;
        });
  }
}
