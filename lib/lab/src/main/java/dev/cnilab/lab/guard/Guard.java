package dev.cnilab.lab.guard;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands before the nodes of a real cluster. A line that only looks passes. Before the first one
 * that may change a node, the learner must have agreed, and the node gets its {@link
 * DeadMansSwitch}.
 */
public final class Guard {

  /** Names the context whose nodes may be broken, where nobody can be asked. */
  static final String AGREED_BEFOREHAND = "CNILAB_MAY_BREAK";

  private final Cluster cluster;
  private final Map<String, DeadMansSwitch> armed = new ConcurrentHashMap<>();
  private boolean agreed;

  /** Takes the cluster whose nodes it guards. */
  public Guard(Cluster cluster) {
    this.cluster = cluster;
    this.agreed = cluster.context().equals(System.getenv(AGREED_BEFOREHAND));
  }

  /**
   * Lets a line pass to a node, or not.
   *
   * @throws LabException if it may change a node of a real cluster and the learner has not agreed
   */
  public void beforeRunning(String line, String node, NodeShell shell) {
    if (Reading.only(line) || cluster.servesLabGroup()) {
      return;
    }
    if (!agreed) {
      throw LabException.of(
          "did not run '" + line + "' on node " + node,
          "it may change a node of "
              + description()
              + ", and you have not agreed. Before the first"
              + " change the node keeps a copy of "
              + DeadMansSwitch.KEPT
              + "; if this kernel is gone"
              + " for ten minutes, the node puts them back by itself.",
          Disposable.evidence(cluster).isPresent()
              ? Suggestions.AGREE
              : Suggestions.agreeBy(cluster.context()));
    }
    armed.computeIfAbsent(node, name -> DeadMansSwitch.arm(name, shell));
  }

  /**
   * The learner agrees that nodes of this cluster may be broken.
   *
   * @param context its name, empty if it need not be named because it looks disposable
   * @return what was agreed, in words
   * @throws LabException if the name is another one's, or missing
   */
  public String agree(String context) {
    Optional<String> evidence = Disposable.evidence(cluster);
    if (!context.equals(cluster.context()) && !(context.isEmpty() && evidence.isPresent())) {
      throw LabException.of(
          "did not take that as an agreement",
          context.isEmpty()
              ? "nothing shows that " + description() + " is there to be thrown away"
              : "you named '" + context + "', and this is " + description(),
          Suggestions.agreeBy(cluster.context()));
    }
    agreed = true;
    return "Nodes of %s may be changed (%s)."
        .formatted(description(), evidence.orElse("you named it"));
  }

  /** Takes the switch off a node, whichever kernel has armed it, with the copy that it kept. */
  public void standDown(String node, NodeShell shell) {
    Optional.ofNullable(armed.remove(node)).ifPresent(DeadMansSwitch::silence);
    shell.run(DeadMansSwitch.DISARM);
  }

  private String description() {
    return "'%s' (%s)".formatted(cluster.context(), cluster.server());
  }
}
