package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Json;

/** The configuration that kubectl's client-side apply has put into an annotation. */
final class LastApplied {
  private static final String ANNOTATION = "kubectl.kubernetes.io/last-applied-configuration";

  private LastApplied() {}

  /**
   * Updates the annotation, if it is there, with what is applied now, so that a user can return to
   * client-side apply (managedfields' {@code lastAppliedUpdater}).
   */
  static void follow(ObjectNode object, ObjectNode configuration) {
    if (object.at("/metadata/annotations") instanceof ObjectNode annotations
        && annotations.has(ANNOTATION)) {
      annotations.put(ANNOTATION, configuration + "\n");
    }
  }

  /** The configuration; missing if there is none or it can't be parsed. */
  static JsonNode of(JsonNode object) {
    String text = object.at("/metadata/annotations").path(ANNOTATION).asText("");
    try {
      return text.isEmpty() ? MissingNode.getInstance() : Json.parse(text);
    } catch (IllegalArgumentException malformed) {
      return MissingNode.getInstance();
    }
  }
}
