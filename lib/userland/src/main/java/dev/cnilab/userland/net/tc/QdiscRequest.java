package dev.cnilab.userland.net.tc;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.userland.net.command.Arguments;
import dev.cnilab.userland.net.command.CommandFailure;
import dev.cnilab.userland.net.command.Usage;
import dev.cnilab.userland.process.Process;
import java.util.Optional;
import java.util.Set;

/** The words of {@code tc qdisc add|change|replace|del} up to a kind's own (tc_qdisc_modify). */
final class QdiscRequest {
  /** Kinds that Linux has but that are not available here. */
  private static final Set<String> ELSEWHERE =
      Set.of("pfifo_head_drop", "choke", "ets", "gred", "htb", "mq", "noqueue", "red");

  private static final Set<String> KINDS =
      Set.of("netem", "tbf", "pfifo", "bfifo", "pfifo_fast", "ingress", "clsact");

  private final Process process;
  private Optional<Link> link = Optional.empty();
  private boolean root;
  private int parent;
  private int handle;
  private String kind = "";

  private QdiscRequest(Process process) {
    this.process = process;
  }

  static QdiscRequest parse(Process process, Arguments words) {
    QdiscRequest request = new QdiscRequest(process);
    while (!words.isEmpty() && request.kind.isEmpty()) {
      request.take(words);
    }
    return request;
  }

  private void take(Arguments words) {
    String word = words.next();
    switch (word) {
      case "dev" -> link = Optional.of(link(process, words.next()));
      case "root" -> root = true;
      case "handle" -> handle = handle(words.next());
      case "parent" -> parent = parent(words.next());
      case "estimator", "stab", "ingress_block", "egress_block" ->
          throw CommandFailure.refused("qdisc " + word + " is not available on this machine");
      default -> {
        if (Arguments.matches(word, "help")) {
          throw CommandFailure.of(0, Usage.text("tc-qdisc"));
        } else if (ELSEWHERE.contains(word)) {
          throw CommandFailure.refused("qdisc " + word + " is not available on this machine");
        } else if (!KINDS.contains(word)) {
          throw CommandFailure.of(2, "Error: Specified qdisc kind is unknown.");
        }
        kind = word;
      }
    }
  }

  static Link link(Process process, String name) {
    return process.network().links().find(name).orElseThrow(() -> CommandFailure.noDevice(name));
  }

  /** The major number of a handle such as {@code 1:}; the minor number is ignored. */
  static int handle(String word) {
    String major = word.replaceFirst(":.*", "");
    if (!major.matches("[0-9a-fA-F]{1,4}")) {
      throw CommandFailure.refused("Error: argument \"" + word + "\" is wrong: invalid qdisc ID");
    }
    return Integer.parseInt(major, 16);
  }

  private int parent(String word) {
    if (!word.matches("[0-9a-fA-F]{1,4}:[0-9a-fA-F]{0,4}")) {
      throw CommandFailure.refused("Error: argument \"" + word + "\" is wrong: invalid parent ID");
    }
    return handle(word);
  }

  /** The link that it is about, which has to exist. */
  Link requiredLink() {
    return link.orElseThrow(() -> CommandFailure.of(2, "RTNETLINK answers: No such device"));
  }

  boolean root() {
    return root;
  }

  /** The major number of the queueing discipline above it; 0 if none was given. */
  int parent() {
    return parent;
  }

  /** The major number that it is to have; 0 if none was given. */
  int handle() {
    return handle;
  }

  /** The kind; empty if none was given. */
  String kind() {
    return kind;
  }

  /** Whether it is about the place for filters. */
  boolean isEntrance() {
    return kind.equals("ingress") || kind.equals("clsact");
  }
}
