package dev.cnilab.lab.workload;

import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;

/**
 * The events about one object, oldest first.
 *
 * @param about the object as kubectl names it: {@code pod/nettest-1}
 * @param printed the output of {@code kubectl events --for …}
 */
public record Events(String about, List<Event> list, String kubectl, String printed)
    implements Tabular {

  public Events {
    list = List.copyOf(list);
  }

  /** The latest event with a reason. */
  public Optional<Event> latest(String reason) {
    return list.reversed().stream().filter(event -> event.reason().equals(reason)).findFirst();
  }

  /** The latest event with a reason, or whose message contains a text. */
  public Optional<Event> about(String what) {
    return list.reversed().stream()
        .filter(event -> event.reason().equals(what) || event.message().contains(what))
        .findFirst();
  }

  /** The latest warning. */
  public Optional<Event> latestWarning() {
    return list.reversed().stream().filter(Event::isWarning).findFirst();
  }

  @Override
  public View view() {
    return View.empty()
        .grid(
            "Events of `" + about + "`",
            List.of("type", "reason", "times", "from", "message"),
            list,
            event ->
                List.of(
                    event.isWarning() ? Cell.warning(event.type()) : Cell.of(event.type()),
                    Cell.of(event.reason()),
                    Cell.of(event.count()),
                    Cell.of(event.from()),
                    Cell.of(event.shortMessage())))
        .folded(kubectl, printed);
  }
}
