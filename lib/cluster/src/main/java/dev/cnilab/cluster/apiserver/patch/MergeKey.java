package dev.cnilab.cluster.apiserver.patch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * The field by which the items of a list are told apart; "" for lists of plain values that merge as
 * sets. Other lists are replaced as a whole.
 */
record MergeKey(String name) {
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("conditions", "type"),
          Map.entry("addresses", "type"),
          Map.entry("env", "name"),
          Map.entry("volumeDevices", "devicePath"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("containers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("hostAliases", "ip"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("volumes", "name"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("hostIPs", "ip"),
          Map.entry("podIPs", "ip"),
          Map.entry("secrets", "name"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("podCIDRs", ""),
          Map.entry("finalizers", ""));

  /** The key of a list field, empty if the list is replaced as a whole. */
  static Optional<MergeKey> of(String field, JsonNode items) {
    if (field.equals("ports")) {
      return Optional.of(
          new MergeKey(items.path(0).has("containerPort") ? "containerPort" : "port"));
    }
    return Optional.ofNullable(KEYS.get(field)).map(MergeKey::new);
  }

  boolean isPrimitive() {
    return name.isEmpty();
  }

  /** The key's value in an item. */
  String of(JsonNode item) {
    return isPrimitive() ? item.asText() : item.path(name).asText();
  }
}
