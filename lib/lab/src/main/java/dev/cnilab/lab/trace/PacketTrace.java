package dev.cnilab.lab.trace;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;

/**
 * The ways of the packets that one causes: the request, its reply, an ICMP error.
 *
 * @param ways one a packet, in the order they were sent; empty if the cluster cannot tell
 * @param note what to say about it
 */
public record PacketTrace(List<Way> ways, String note) implements Shown {

  /** The way of one packet. */
  public record Way(String packet, List<Step> steps) {
    public Way {
      steps = List.copyOf(steps);
    }

    boolean arrives() {
      return !steps.isEmpty() && steps.getLast().what().equals("delivered");
    }
  }

  /**
   * One thing that happened to it.
   *
   * @param where the network namespace: a pod's or a node's
   * @param what link, bridge, route, hook…
   * @param dropReason the kernel's name of the reason, empty if it was not dropped
   */
  public record Step(String where, String what, String detail, String dropReason) {}

  public PacketTrace {
    ways = List.copyOf(ways);
  }

  /** Whether a reply has come back, other than that nobody listens. */
  public boolean isAnswered() {
    return ways.stream()
        .filter(way -> way.packet().startsWith("reply: "))
        .anyMatch(way -> way.arrives() && !way.packet().startsWith("reply: TCP RST"));
  }

  /** The same in few words: a line a hop, and where it ended. */
  public List<String> briefly() {
    return Brief.lines(this);
  }

  @Override
  public View view() {
    View view = View.empty();
    for (Way way : ways) {
      view =
          view.grid(
              way.packet(), List.of("where", "what", "detail"), way.steps(), PacketTrace::row);
    }
    return note.isEmpty() ? view : view.note(Tone.WARNING, note);
  }

  private static List<Cell> row(Step step) {
    return List.of(
        Cell.of(step.where()),
        step.dropReason().isEmpty() ? Cell.of(step.what()) : Cell.bad(step.dropReason()),
        Cell.of(step.detail()));
  }
}
