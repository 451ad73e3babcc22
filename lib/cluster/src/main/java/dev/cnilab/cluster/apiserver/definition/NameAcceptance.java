package dev.cnilab.cluster.apiserver.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether a definition's names are free, as its conditions report.
 *
 * @param reason why they are not, {@code NoConflicts} if they are
 */
record NameAcceptance(KubeObject definition, String reason, String message) {

  /** Compares a definition with all others. */
  static NameAcceptance of(KubeObject definition, List<KubeObject> others) {
    Set<String> resources = new TreeSet<>();
    Set<String> kinds = new TreeSet<>();
    for (KubeObject other : others) {
      if (other.text("/spec/group").equals(definition.text("/spec/group"))) {
        JsonNode names = other.at("/status/acceptedNames");
        resources.add(names.path("plural").asText());
        resources.add(names.path("singular").asText());
        names.path("shortNames").forEach(name -> resources.add(name.asText()));
        kinds.add(names.path("kind").asText());
        kinds.add(names.path("listKind").asText());
      }
    }
    JsonNode names = definition.at("/spec/names");
    for (String field : List.of("plural", "singular")) {
      String name = names.path(field).asText();
      if (resources.contains(name)) {
        return conflict(definition, field.equals("plural") ? "Plural" : "Singular", name);
      }
    }
    for (JsonNode name : names.path("shortNames")) {
      if (resources.contains(name.asText())) {
        return conflict(definition, "ShortNames", name.asText());
      }
    }
    for (String field : List.of("kind", "listKind")) {
      String name = names.path(field).asText();
      if (kinds.contains(name)) {
        return conflict(definition, field.equals("kind") ? "Kind" : "ListKind", name);
      }
    }
    return new NameAcceptance(definition, "NoConflicts", "no conflicts found");
  }

  private static NameAcceptance conflict(KubeObject definition, String what, String name) {
    return new NameAcceptance(definition, what + "Conflict", "\"" + name + "\" is already in use");
  }

  /** Whether its kind is served: once it is, a later conflict does not end it. */
  boolean isEstablished() {
    return reason.equals("NoConflicts") || isTrue("Established");
  }

  /** The definition with the status it should have. */
  KubeObject status(Instant now) {
    boolean free = reason.equals("NoConflicts");
    boolean established = isEstablished();
    return definition.edit(
        json -> {
          ObjectNode status = json.withObject("/status");
          ArrayNode conditions = Json.array();
          conditions.add(condition("NamesAccepted", free, reason, message, now));
          conditions.add(
              condition(
                  "Established",
                  established,
                  established ? "InitialNamesAccepted" : "NotAccepted",
                  established
                      ? "the initial names have been accepted"
                      : "not all names are accepted",
                  now));
          status.set("conditions", conditions);
          if (free) {
            status.set("acceptedNames", definition.at("/spec/names"));
          }
          Set<String> stored = new TreeSet<>();
          definition.at("/status/storedVersions").forEach(version -> stored.add(version.asText()));
          definition
              .at("/spec/versions")
              .forEach(
                  version -> {
                    if (version.path("storage").asBoolean()) {
                      stored.add(version.path("name").asText());
                    }
                  });
          stored.forEach(status.putArray("storedVersions")::add);
        });
  }

  private ObjectNode condition(String type, boolean holds, String why, String words, Instant now) {
    JsonNode since =
        isTrue(type) == holds && !find(type).isMissingNode()
            ? find(type).path("lastTransitionTime")
            : TextNode.valueOf(now.truncatedTo(ChronoUnit.SECONDS).toString());
    ObjectNode condition = Json.object();
    condition.set("lastTransitionTime", since);
    return condition
        .put("message", words)
        .put("reason", why)
        .put("status", holds ? "True" : "False")
        .put("type", type);
  }

  private boolean isTrue(String type) {
    return find(type).path("status").asText().equals("True");
  }

  private JsonNode find(String type) {
    return Json.first(definition.at("/status/conditions"), "type", type);
  }
}
