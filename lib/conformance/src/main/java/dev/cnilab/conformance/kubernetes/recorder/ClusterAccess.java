package dev.cnilab.conformance.kubernetes.recorder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How a cluster and its nodes are reached.
 *
 * @param kubeconfig of the cluster
 * @param context its name; giving it agrees that scripts may break the cluster
 */
public record ClusterAccess(Path kubeconfig, String context, NodeShells nodeShells) {
  /** Opens a shell on a node, with some variables set where it is started. */
  @FunctionalInterface
  interface NodeShells {
    RecordedShell open(String node, Map<String, String> environment) throws IOException;
  }

  /** As in the course: {@code ./lab node}, which stays open. */
  public static ClusterAccess ofTheLab(Path kubeconfig, String context, Path lab) {
    return new ClusterAccess(
        kubeconfig,
        context,
        (node, environment) ->
            new NodeConsole(List.of(lab.toString(), "node", node), node, environment));
  }

  /** Another program, which gets a node's name and a command, and exits with its status. */
  public static ClusterAccess by(Path kubeconfig, String context, String program) {
    List<String> words = List.of(program.split(" ", -1));
    return new ClusterAccess(
        kubeconfig,
        context,
        (node, environment) ->
            new ShellProgram(Stream.concat(words.stream(), Stream.of(node)).toList(), environment));
  }

  RecordedShell terminal() {
    return new ShellProgram(List.of("bash", "-c"), environment());
  }

  RecordedShell node(String name) throws IOException {
    return nodeShells.open(name, environment());
  }

  private Map<String, String> environment() {
    return Map.of(
        "KUBECONFIG", kubeconfig.toAbsolutePath().toString(), "CNILAB_MAY_BREAK", context);
  }
}
