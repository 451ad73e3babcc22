package dev.cnilab.lab.trace;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Tone;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The paths of a packet and of those it causes: the request, its reply, an ICMP error.
 *
 * @param ways one per packet, in the order in which they were sent; empty if the cluster cannot
 *     trace
 * @param note what to say about it
 */
public record PacketTrace(List<Way> ways, String note) implements Shown {

  private static final Pattern ENDS = Pattern.compile("(\\S+) → ([^\\s,]+)");

  /** The path of one packet. */
  public record Way(String packet, List<Step> steps) {
    public Way {
      steps = List.copyOf(steps);
    }

    boolean isRequest() {
      return packet.startsWith("request: ");
    }

    boolean arrives() {
      return !steps.isEmpty() && steps.getLast().what().equals("delivered");
    }

    /** Whether it arrives with the source and destination of another packet exchanged. */
    boolean answers(Way request) {
      List<String> asked = ends(request.packet);
      List<String> answered =
          steps.stream()
              .filter(step -> step.what().equals("translated"))
              .reduce((earlier, later) -> later)
              .map(step -> ends(step.detail().replaceAll(".* becomes ", "")))
              .orElse(ends(packet));
      return arrives() && asked.reversed().equals(answered);
    }

    private static List<String> ends(String text) {
      Matcher ends = ENDS.matcher(text);
      return ends.find() ? List.of(ends.group(1), ends.group(2)) : List.of();
    }
  }

  /**
   * Something that happened to it.
   *
   * @param where the network namespace: a pod's or a node's
   * @param what link, bridge, route, hook…
   * @param dropReason the kernel's name for the reason, empty if it was not dropped
   */
  public record Step(String where, String what, String detail, String dropReason) {}

  public PacketTrace {
    ways = List.copyOf(ways);
  }

  /** Whether a reply came from the target, other than that the port is closed. */
  public boolean isAnswered() {
    return ways.stream()
        .filter(way -> way.packet().startsWith("reply: "))
        .filter(way -> !way.packet().startsWith("reply: TCP RST"))
        .anyMatch(way -> way.answers(ways.getFirst()));
  }

  /** The same in short: one line per hop, and where it ended. */
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
