package dev.cnilab.lab.fault;

import dev.cnilab.lab.text.CommandLine;
import java.util.List;

/** A single ordinary change, as a person would make it. */
public sealed interface Action {

  /** The change as typed in a terminal. */
  default String typed() {
    return switch (this) {
      case OnNode on ->
          "./lab node %s -- %s".formatted(on.node(), CommandLine.typed(List.of(on.line())));
      case InPod in -> "in a pod %s: %s".formatted(in.pod(), in.line());
      case Apply apply -> "kubectl apply -f - <<'EOF'\n" + apply.manifest().strip() + "\nEOF";
      case Patch patch ->
          "kubectl%s patch %s --type=merge -p %s"
              .formatted(
                  namespace(patch.resource()),
                  kindAndName(patch.resource()),
                  CommandLine.typed(List.of(patch.fields())));
      case Delete delete ->
          "kubectl%s delete %s"
              .formatted(namespace(delete.resource()), kindAndName(delete.resource()));
      case DeletePods pods -> deletion(pods.pods());
      case Pause pause -> "sleep " + pause.seconds();
    };
  }

  private static String namespace(String resource) {
    String[] words = resource.split("/", -1);
    return words.length == 3 ? " -n " + words[0] : "";
  }

  private static String kindAndName(String resource) {
    return resource.split("/", -1).length == 3
        ? resource.substring(resource.indexOf('/') + 1)
        : resource;
  }

  private static String deletion(String pods) {
    String[] words = pods.split("[/@]", -1);
    String node = words.length == 3 ? " --field-selector spec.nodeName=" + words[2] : "";
    return "kubectl -n %s delete pods -l %s%s".formatted(words[0], words[1], node);
  }

  /** Runs a line of shell on a node. */
  record OnNode(String node, String line) implements Action {}

  /**
   * Runs a line of shell in a pod.
   *
   * @param pod as in {@link FaultEvidence#in}, without the word pod
   */
  record InPod(String pod, String line) implements Action {}

  /** {@code kubectl apply} of a manifest. */
  record Apply(String manifest) implements Action {}

  /**
   * {@code kubectl patch --type=merge}.
   *
   * @param resource {@code namespace/kind/name}
   * @param fields YAML or JSON; null removes a field
   */
  record Patch(String resource, String fields) implements Action {}

  /**
   * {@code kubectl delete}.
   *
   * @param resource {@code namespace/kind/name}
   */
  record Delete(String resource) implements Action {}

  /**
   * {@code kubectl delete pods} with a selector, on one node or on all.
   *
   * @param pods {@code namespace/key=value[@node]}
   */
  record DeletePods(String pods) implements Action {}

  /**
   * Waits.
   *
   * @param seconds on the cluster's clock, 1-900
   */
  record Pause(int seconds) implements Action {}
}
