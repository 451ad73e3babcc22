package dev.cnilab.lab.network;

import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The interfaces of a network namespace.
 *
 * @param of the name of the pod or node they belong to
 */
public record Interfaces(String of, List<Interface> list, Output output) implements Tabular {

  private static final Pattern HEAD =
      Pattern.compile("(\\d+): ([^:@\\s]+)(?:@(\\S+))?: <([^>]*)> mtu (\\d+) (.*)");
  private static final Pattern WORD = Pattern.compile("(state|master) (\\S+)");
  private static final Pattern HARDWARE = Pattern.compile("\\s+link/\\S+ (\\S+).*");
  private static final Pattern ADDRESS = Pattern.compile("\\s+inet6? (\\S+).*");

  public Interfaces {
    list = List.copyOf(list);
  }

  /** Parses the output of {@code ip addr show} or {@code ip link show}. */
  public static Interfaces read(String of, Output output) {
    List<Interface> list = new ArrayList<>();
    for (String line : output.lines()) {
      Matcher head = HEAD.matcher(line);
      Matcher hardware = HARDWARE.matcher(line);
      Matcher address = ADDRESS.matcher(line);
      if (head.matches()) {
        list.add(head(head));
      } else if (hardware.matches() && !list.isEmpty()) {
        list.add(with(list.removeLast(), hardware.group(1), List.of()));
      } else if (address.matches() && !list.isEmpty()) {
        Interface last = list.removeLast();
        List<String> addresses = new ArrayList<>(last.addresses());
        addresses.add(address.group(1));
        list.add(with(last, last.mac(), addresses));
      }
    }
    return new Interfaces(of, list, output);
  }

  private static Interface head(Matcher head) {
    String peer = head.group(3) == null || head.group(3).equals("NONE") ? "" : head.group(3);
    String state = "";
    String master = "";
    Matcher word = WORD.matcher(head.group(6));
    while (word.find()) {
      if (word.group(1).equals("state")) {
        state = word.group(2);
      } else {
        master = word.group(2);
      }
    }
    return new Interface(
        Integer.parseInt(head.group(1)),
        head.group(2),
        peer,
        List.of(head.group(4).split(",")),
        Integer.parseInt(head.group(5)),
        state,
        master,
        "",
        List.of());
  }

  private static Interface with(Interface of, String mac, List<String> addresses) {
    return new Interface(
        of.index(),
        of.name(),
        of.peer(),
        of.flags(),
        of.mtu(),
        of.state(),
        of.master(),
        mac,
        addresses);
  }

  /** The interface with a name. */
  public Optional<Interface> find(String name) {
    return list.stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /** The interface with an index. */
  public Optional<Interface> find(int index) {
    return list.stream().filter(each -> each.index() == index).findFirst();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Interfaces of " + of,
            List.of("index", "name", "other end", "state", "mtu", "bridge", "MAC", "addresses"),
            list,
            each ->
                List.of(
                    Cell.of(each.index()),
                    Cell.of(each.name()),
                    Cell.of(each.peer()),
                    state(each),
                    Cell.of(each.mtu()),
                    Cell.of(each.master()),
                    Cell.of(each.mac()),
                    Cell.of(String.join("\n", each.addresses()))))
        .folded(output.kubectl(), output.printed());
  }

  private static Cell state(Interface each) {
    if (!each.isUp()) {
      return Cell.bad(each.state() + " (switched off)");
    }
    return each.hasCarrier() ? Cell.good(each.state()) : Cell.bad(each.state() + " (no carrier)");
  }
}
