package dev.cnilab.cluster.controller.garbage;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import java.util.List;
import java.util.Optional;

/** The conditions of a namespace that is being emptied. */
final class EmptyingConditions {
  /**
   * One condition.
   *
   * @param reason if it is true
   * @param fine the reason if not
   * @param message the message if not
   */
  private record Condition(String type, String reason, String fine, String message) {}

  private static final List<Condition> CONDITIONS =
      List.of(
          new Condition(
              "NamespaceDeletionDiscoveryFailure",
              "DiscoveryFailed",
              "ResourcesDiscovered",
              "All resources successfully discovered"),
          new Condition(
              "NamespaceDeletionGroupVersionParsingFailure",
              "GroupVersionParsingFailed",
              "ParsedGroupVersions",
              "All legacy kube types successfully parsed"),
          new Condition(
              "NamespaceDeletionContentFailure",
              "ContentDeletionFailed",
              "ContentDeleted",
              "All content successfully deleted, may be waiting on finalization"),
          new Condition(
              "NamespaceContentRemaining",
              "SomeResourcesRemain",
              "ContentRemoved",
              "All content successfully removed"),
          new Condition(
              "NamespaceFinalizersRemaining",
              "SomeFinalizersRemain",
              "ContentHasNoFinalizers",
              "All content-preserving finalizers finished"));

  private EmptyingConditions() {}

  /**
   * The namespace with its conditions; empty if they are as before.
   *
   * @param failure why something could not be deleted, "" if everything could
   * @param objects which ones remain, "" for none
   * @param finalizers which ones hold them, "" for none
   */
  static Optional<KubeObject> changed(
      KubeObject namespace, String failure, String objects, String finalizers, String now) {
    List<String> problems = List.of("", "", failure, objects, finalizers);
    KubeObject changed =
        namespace.edit(
            json -> {
              ArrayNode known = json.withObject("/status").withArray("conditions");
              for (int i = 0; i < problems.size(); i++) {
                set(known, CONDITIONS.get(i), problems.get(i), now);
              }
            });
    return Optional.of(changed)
        .filter(with -> !with.at("/status/conditions").equals(namespace.at("/status/conditions")));
  }

  private static void set(ArrayNode known, Condition condition, String problem, String now) {
    boolean fine = problem.isEmpty();
    Conditions.change(
        known,
        condition.type(),
        fine ? "False" : "True",
        fine ? condition.fine() : condition.reason(),
        fine ? condition.message() : problem,
        now);
  }
}
