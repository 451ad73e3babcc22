package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.door.Keeper;
import dev.cnilab.lab.door.RequestHead;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Counts commands: a run of kubectl or {@code ./lab}, whatever it asks, and each further line that
 * one runs in a pod or on a node. Of a program that does not say which run a request belongs to,
 * each request is one. Asking what a server serves is none.
 */
final class Commands implements Keeper {

  private static final Pattern LINE = Pattern.compile(".*/(exec|attach)");

  private final int most;
  private final Set<String> runs = new HashSet<>();
  private final Set<String> runsWithLine = new HashSet<>();
  private int counted;
  private int refused;

  Commands(int most) {
    this.most = most;
  }

  @Override
  public Optional<String> refusal(RequestHead request) {
    return admits(request)
        ? Optional.empty()
        : Optional.of(
            "the budget of %d commands is used up; what is left is to answer".formatted(most));
  }

  /** Whether a request may pass: it belongs to a command that was counted, or is counted now. */
  synchronized boolean admits(RequestHead request) {
    if (request.isAboutServer() || isPartOfCommand(request)) {
      return true;
    }
    if (counted == most) {
      refused++;
      return false;
    }
    counted++;
    return true;
  }

  private boolean isPartOfCommand(RequestHead request) {
    String run = request.header(Cluster.RUN_HEADER);
    boolean isLine = LINE.matcher(request.path()).matches();
    if (run.isEmpty() || (counted == most && !runs.contains(run))) {
      return false;
    }
    boolean isFirst = runs.add(run);
    boolean isFirstLine = isLine && runsWithLine.add(run);
    return !isFirst && (!isLine || isFirstLine);
  }

  /** How many there were. */
  synchronized int counted() {
    return counted;
  }

  /** How many requests were refused when there were too many commands. */
  synchronized int refused() {
    return refused;
  }
}
