package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A way to break a node, and how to repair it.
 *
 * @param on the networks it can happen to
 * @param sweep a command line for the node that removes what such a fault leaves behind in life,
 *     too; run when all is repaired and deleted
 */
record Fault(
    String name,
    Set<Cni> on,
    BiConsumer<Operator, String> breaking,
    BiConsumer<Operator, String> repair,
    String sweep) {

  /** One of two command lines on the node, whatever its network. */
  static Fault onNode(String name, String breaking, String repair) {
    return of(
        name,
        (operator, node) -> operator.run(node, breaking),
        (operator, node) -> operator.run(node, repair));
  }

  /** One of anything else. */
  static Fault of(
      String name, BiConsumer<Operator, String> breaking, BiConsumer<Operator, String> repair) {
    return new Fault(name, EnumSet.allOf(Cni.class), breaking, repair, "true");
  }

  /** The same, only where the pod network is one of these. */
  Fault only(Cni first, Cni... others) {
    return new Fault(name, EnumSet.of(first, others), breaking, repair, sweep);
  }

  /** The same, which leaves behind what that command line removes. */
  Fault leaving(String swept) {
    return new Fault(name, on, breaking, repair, swept);
  }
}
