package dev.cnilab.lab.benchmark;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.door.Keeper;
import dev.cnilab.lab.door.RequestHead;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Counts commands: each run of kubectl or {@code ./lab}, whatever it requests, and each further
 * line that a run executes in a pod or on a node. For a program that does not label its runs, each
 * request counts as one. Discovery requests do not count.
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

  /** Whether a request may pass: it belongs to a counted command, or is counted now. */
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

  /** The number of commands. */
  synchronized int counted() {
    return counted;
  }

  /** The number of requests refused after the limit of commands was reached. */
  synchronized int refused() {
    return refused;
  }
}
