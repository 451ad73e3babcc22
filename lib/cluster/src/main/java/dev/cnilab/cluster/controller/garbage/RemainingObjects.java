package dev.cnilab.cluster.controller.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What is still in a terminating namespace. */
final class RemainingObjects {
  /** How long the garbage collector is expected to need for objects with finalizers. */
  private static final long FINALIZERS_SECONDS = 15;

  /** After how many deletions others get their turn. */
  private static final int MOST_AT_ONCE = 500;

  private final String namespace;
  private final Map<String, Integer> objects = new TreeMap<>();
  private final Map<String, Integer> finalizers = new TreeMap<>();
  private final List<String> unexpected = new ArrayList<>();
  private int deletions;
  private long seconds;

  RemainingObjects(String namespace) {
    this.namespace = namespace;
  }

  /**
   * Counts the objects of a type that are left after their deletion.
   *
   * @param estimate how many seconds they may take, 0 if they should be gone
   */
  void count(ResourceType type, List<KubeObject> left, long estimate) {
    if (left.isEmpty()) {
      return;
    }
    objects.put(type.plural() + "." + type.group(), left.size());
    boolean held = false;
    for (KubeObject object : left) {
      for (JsonNode finalizer : object.at("/metadata/finalizers")) {
        finalizers.merge(finalizer.asText(), 1, Integer::sum);
        held = true;
      }
    }
    long expected = estimate == 0 && held ? FINALIZERS_SECONDS : estimate;
    if (expected == 0) {
      unexpected.add(
          "unexpected items still remain in namespace: %s for gvr: %s/%s, Resource=%s"
              .formatted(namespace, type.group(), type.version(), type.plural()));
    }
    seconds = Math.max(seconds, expected);
  }

  /** Counts one more deletion; false if it is left to another pass. */
  boolean countDeletion() {
    return deletions++ < MOST_AT_ONCE;
  }

  /** Whether there was more to delete than a pass may. */
  boolean isCutShort() {
    return deletions > MOST_AT_ONCE;
  }

  /** Notes what could not be deleted. */
  void fail(String why) {
    unexpected.add(why);
  }

  boolean isNone() {
    return objects.isEmpty() && unexpected.isEmpty();
  }

  /** After how many seconds to look again; 0 if nothing says how long it may take. */
  long seconds() {
    return seconds;
  }

  /** Why objects remain that should be gone, "" if there are none. */
  String failure() {
    return unexpected.isEmpty()
        ? ""
        : "Failed to delete all resource types, %d remaining: %s"
            .formatted(
                unexpected.size(), unexpected.stream().sorted().collect(Collectors.joining(", ")));
  }

  /** In the words of a condition, "" if there are no objects. */
  String objects() {
    return objects.isEmpty()
        ? ""
        : "Some resources are remaining: " + list(objects, "%s has %d resource instances");
  }

  /** In the words of a condition, "" if there are no finalizers. */
  String finalizers() {
    return finalizers.isEmpty()
        ? ""
        : "Some content in the namespace has finalizers remaining: "
            + list(finalizers, "%s in %d resource instances");
  }

  private static String list(Map<String, Integer> counts, String form) {
    return counts.entrySet().stream()
        .map(entry -> form.formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
