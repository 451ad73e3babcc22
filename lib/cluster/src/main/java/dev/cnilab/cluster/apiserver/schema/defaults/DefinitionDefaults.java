package dev.cnilab.cluster.apiserver.schema.defaults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;

/** The defaults of CustomResourceDefinitions, after {@code apiextensions/v1/defaults.go}. */
final class DefinitionDefaults {
  private DefinitionDefaults() {}

  static void names(ObjectNode spec) {
    ObjectNode names = spec.withObject("/names");
    String kind = names.path("kind").asText("");
    if (!names.has("singular")) {
      names.put("singular", kind.toLowerCase(Locale.ROOT));
    }
    if (!names.has("listKind") && !kind.isEmpty()) {
      names.put("listKind", kind + "List");
    }
    if (!spec.has("conversion")) {
      spec.putObject("conversion").put("strategy", "None");
    }
  }

  /** A definition without stored versions has stored its storage version. */
  static void stored(ObjectNode definition) {
    if (!definition.at("/status/storedVersions").isEmpty()) {
      return;
    }
    for (JsonNode version : definition.at("/spec/versions")) {
      if (version.path("storage").asBoolean()) {
        definition
            .withObject("/status")
            .putArray("storedVersions")
            .add(version.path("name").asText());
        return;
      }
    }
  }
}
