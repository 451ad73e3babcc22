package dev.cnilab.cluster.apiserver.admission.security;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The spec of a pod, or of a workload's template. */
record PodSpec(JsonNode json) {
  private static final List<String> LISTS =
      List.of("initContainers", "containers", "ephemeralContainers");

  /** All containers, in the order in which the real checks visit them. */
  List<JsonNode> containers() {
    List<JsonNode> all = new ArrayList<>();
    LISTS.forEach(list -> json.path(list).forEach(all::add));
    return all;
  }

  /** The names of the containers that meet a condition. */
  List<String> named(Predicate<JsonNode> condition) {
    return containers().stream().filter(condition).map(c -> c.path("name").asText()).toList();
  }

  /** A field of the pod's own security context. */
  JsonNode security(String pointer) {
    return json.at("/securityContext" + pointer);
  }

  /** {@code container "a"} or {@code containers "a", "b"}. */
  static String containers(List<String> names) {
    return plural("container", names) + " " + quoted(names);
  }

  static String plural(String word, List<String> names) {
    return names.size() == 1 ? word : word + "s";
  }

  static String quoted(List<String> names) {
    return names.stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
  }
}
