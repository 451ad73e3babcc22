package dev.cnilab.lab.capability;

import dev.cnilab.lab.network.Route;
import dev.cnilab.lab.network.Routes;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.shell.Range;
import dev.cnilab.lab.view.Cell;
import java.util.Comparator;
import java.util.Optional;

/**
 * The ranges that addresses come from.
 *
 * @param here a pod's address
 * @param there the address of a pod on another node
 * @param podCidr the podCIDR of that node
 * @param way the route of the first pod's node to the other pod; empty if it has no specific one
 */
public record Ranges(String here, String there, String podCidr, Optional<Route> way) {

  /** Looks at two pods and the routes of the first pod's node. */
  static Ranges of(Scene scene, Pod from, Pod to) {
    Node node = scene.workloads().nodes().find(from.nodeName());
    return of(
        from.ip(),
        to.ip(),
        scene.workloads().nodes().find(to.nodeName()).podCidr(),
        scene.probes().routes(node));
  }

  static Ranges of(String here, String there, String podCidr, Routes routes) {
    return new Ranges(
        here,
        there,
        podCidr,
        routes.list().stream()
            .filter(route -> Range.of(route.destination()).contains(there))
            .max(Comparator.comparing((Route route) -> Range.of(route.destination()).length())));
  }

  /** Whether all nodes share one range. */
  public boolean shared() {
    return way.filter(route -> Range.of(route.destination()).contains(here)).isPresent();
  }

  Cell cell() {
    String range = way.map(Route::destination).orElse("no range that is routed");
    if (shared()) {
      return Cell.of("shared by all nodes\n%s and %s are both in %s".formatted(here, there, range));
    }
    return Range.of(podCidr).contains(there)
        ? Cell.of("per node, its podCIDR\n%s is in %s".formatted(there, podCidr))
        : Cell.of(
            "per node, of its own making\n%s is in %s, not in podCIDR %s"
                .formatted(there, range, podCidr));
  }
}
