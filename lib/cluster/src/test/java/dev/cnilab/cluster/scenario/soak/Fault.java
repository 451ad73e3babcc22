package dev.cnilab.cluster.scenario.soak;

import dev.cnilab.cluster.bootstrap.Cni;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * A fault of a node, and its repair.
 *
 * @param on the networks that it applies to
 * @param sweep a command line for the node that removes what such a fault also leaves behind on a
 *     real node; run when all is repaired and deleted
 */
record Fault(
    String name,
    Set<Cni> on,
    BiConsumer<Operator, String> breaking,
    BiConsumer<Operator, String> repair,
    String sweep) {

  /** A fault made of two command lines on the node, for any network. */
  static Fault onNode(String name, String breaking, String repair) {
    return of(
        name,
        (operator, node) -> operator.run(node, breaking),
        (operator, node) -> operator.run(node, repair));
  }

  /** Any other fault. */
  static Fault of(
      String name, BiConsumer<Operator, String> breaking, BiConsumer<Operator, String> repair) {
    return new Fault(name, EnumSet.allOf(Cni.class), breaking, repair, "true");
  }

  /** The same, only for these pod networks. */
  Fault only(Cni first, Cni... others) {
    return new Fault(name, EnumSet.of(first, others), breaking, repair, sweep);
  }

  /** The same, with a command line that removes what it leaves behind. */
  Fault leaving(String swept) {
    return new Fault(name, on, breaking, repair, swept);
  }
}
