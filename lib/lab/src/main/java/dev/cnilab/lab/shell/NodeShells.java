package dev.cnilab.lab.shell;

import dev.cnilab.lab.await.Waiter;
import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.guard.Guard;
import java.util.function.Consumer;

/**
 * The shells of nodes: on an embedded cluster the consoles, which work whatever is broken on the
 * node; on a real cluster only pods are possible.
 */
public final class NodeShells {

  private final Guard guard;
  private final ShellPods pods;
  private final NodeConsoles consoles;

  /** Creates shells for the nodes of a cluster. */
  public NodeShells(Cluster cluster, Waiter waiter) {
    this.guard = new Guard(cluster);
    this.pods = new ShellPods(cluster, guard, waiter);
    this.consoles = new NodeConsoles(cluster.consoles());
  }

  /** Runs a line of shell, and shows its output so far in a notebook. */
  Output run(String node, String line) {
    RunningOutput running = new RunningOutput(node + "$ " + line);
    Output output = run(running, node, line);
    running.done();
    return output;
  }

  /**
   * Runs a line of shell as root, or read-only until the learner has agreed.
   *
   * @param watch receives the output so far, twice a second while it runs
   * @throws dev.cnilab.lab.error.LabException if it could not be run to its end
   */
  public Output run(Consumer<String> watch, String node, String line) {
    return hasConsoles() ? consoles.run(watch, node, line) : pods.run(watch, node, line);
  }

  private boolean hasConsoles() {
    return !guard.guards();
  }

  /** The guard of a real cluster's nodes. */
  public Guard guard() {
    return guard;
  }

  /**
   * Restores objects and nodes to their state before the lab first changed them; a reset does that
   * by itself.
   */
  public void restore() {
    if (!hasConsoles()) {
      pods.restore();
    }
  }

  /** Removes everything of the lab from the nodes, including its namespace. */
  public void leave() {
    if (!hasConsoles()) {
      pods.leave();
    }
  }
}
