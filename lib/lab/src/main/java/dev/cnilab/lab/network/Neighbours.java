package dev.cnilab.lab.network;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The neighbor (ARP) table of a network namespace, as {@code ip neigh show} lists it. */
public record Neighbours(String of, List<Neighbour> list, Output output) implements Tabular {

  /**
   * A neighbor entry.
   *
   * @param mac its hardware address, empty while it is not known
   * @param state {@code REACHABLE}, {@code STALE}, {@code FAILED}, {@code PERMANENT}…
   */
  public record Neighbour(String address, String device, String mac, String state) {}

  private static final Pattern LINE =
      Pattern.compile("^(\\S+) dev (\\S+)(?: lladdr (\\S+))?.*? ([A-Z]+) *$", Pattern.MULTILINE);

  public Neighbours {
    list = List.copyOf(list);
  }

  /** Parses the output of {@code ip neigh show}. */
  public static Neighbours read(String of, Output output) {
    return new Neighbours(
        of, LINE.matcher(output.out()).results().map(Neighbours::neighbour).toList(), output);
  }

  private static Neighbour neighbour(MatchResult line) {
    String mac = line.group(3) == null ? "" : line.group(3);
    return new Neighbour(line.group(1), line.group(2), mac, line.group(4));
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Neighbours of " + of,
            List.of("address", "device", "MAC", "state"),
            list,
            each ->
                List.of(
                    Cell.of(each.address()),
                    Cell.of(each.device()),
                    Cell.of(each.mac()),
                    each.state().equals("FAILED") ? Cell.bad("FAILED") : Cell.of(each.state())))
        .folded(output.kubectl(), output.printed());
  }
}
