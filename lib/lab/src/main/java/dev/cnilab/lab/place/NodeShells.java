package dev.cnilab.lab.place;

import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.guard.Guard;
import java.util.function.Consumer;

/**
 * The way to the nodes' shells: an embedded cluster's nodes have consoles, which work whatever is
 * broken on the node; in a real cluster only pods can serve.
 */
public final class NodeShells {

  private final Guard guard;
  private final NodePods pods;
  private final NodeConsoles consoles;

  /** Takes the cluster whose nodes are wanted. */
  public NodeShells(Cluster cluster, Waiter waiter) {
    this.guard = new Guard(cluster);
    this.pods = new NodePods(cluster, guard, waiter);
    this.consoles = new NodeConsoles(cluster.consoles());
  }

  /** Runs a line of shell, and shows a notebook what it has printed so far. */
  Output run(String node, String line) {
    RunningCommand running = new RunningCommand(node + "$ " + line);
    Output output = run(running, node, line);
    running.done();
    return output;
  }

  /**
   * Runs a line of shell as root, or, until the learner has agreed, so that it can only look.
   *
   * @param watch is given what the line has printed so far, twice a second while it runs
   * @throws dev.cnilab.lab.problem.LabException if it could not be run to its end
   */
  public Output run(Consumer<String> watch, String node, String line) {
    return hasConsoles() ? consoles.run(watch, node, line) : pods.run(watch, node, line);
  }

  private boolean hasConsoles() {
    return !guard.guards();
  }

  /** What stands before the nodes of a real cluster. */
  public Guard guard() {
    return guard;
  }

  /**
   * Puts objects and nodes back as they were before the lab changed them first; a reset does that
   * alone.
   */
  public void restore() {
    if (!hasConsoles()) {
      pods.restore();
    }
  }

  /** Leaves nothing of the lab on the nodes, and no namespace of its own. */
  public void leave() {
    if (!hasConsoles()) {
      pods.leave();
    }
  }
}
