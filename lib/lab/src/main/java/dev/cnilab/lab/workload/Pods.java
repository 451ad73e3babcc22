package dev.cnilab.lab.workload;

import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import dev.cnilab.lab.view.Tabular;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;

/**
 * A list of pods.
 *
 * @param list the pods
 * @param kubectl the line that lists them
 * @param printed the output of that line
 */
public record Pods(List<Pod> list, String kubectl, String printed) implements Tabular {

  public Pods {
    list = List.copyOf(list);
  }

  /** The pod with a name, if it is among them. */
  public Optional<Pod> find(String name) {
    return list.stream().filter(pod -> pod.name().equals(name)).findFirst();
  }

  public List<String> names() {
    return list.stream().map(Pod::name).toList();
  }

  @Override
  public View view() {
    return View.empty()
        .grid("Pods", List.of("pod", "state", "address", "node"), list, Pods::row)
        .folded(kubectl, printed);
  }

  private static List<Cell> row(Pod pod) {
    String state = pod.waitingFor().isEmpty() ? pod.phase() : pod.phase() + ", " + pod.waitingFor();
    return List.of(
        Cell.of(pod.name()),
        pod.isReady() ? Cell.good("Ready") : Cell.bad(state),
        pod.ip().isEmpty() ? Cell.warning("none") : Cell.of(pod.ip()),
        pod.nodeName().isEmpty() ? Cell.warning("none") : Cell.of(pod.nodeName()));
  }
}
