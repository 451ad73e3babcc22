package dev.cnilab.cluster.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A rule of a role, compared with others as in component-helpers' {@code auth/rbac/validation}. */
record RoleRule(
    List<String> apiGroups,
    List<String> resources,
    List<String> paths,
    List<String> names,
    List<String> verbs) {

  static RoleRule of(JsonNode rule) {
    return new RoleRule(
        texts(rule.path("apiGroups")),
        texts(rule.path("resources")),
        texts(rule.path("nonResourceURLs")),
        texts(rule.path("resourceNames")),
        texts(rule.path("verbs")));
  }

  static List<RoleRule> all(JsonNode rules) {
    List<RoleRule> all = new ArrayList<>();
    rules.forEach(rule -> all.add(of(rule)));
    return all;
  }

  /** The same rights as rules of a single verb and a single resource, or path. */
  List<RoleRule> parts() {
    List<RoleRule> parts = new ArrayList<>();
    List<List<String>> each =
        names.isEmpty() ? List.of(List.of()) : names.stream().map(List::of).toList();
    for (String group : apiGroups) {
      for (String resource : resources) {
        for (String verb : verbs) {
          for (List<String> name : each) {
            parts.add(
                new RoleRule(List.of(group), List.of(resource), List.of(), name, List.of(verb)));
          }
        }
      }
    }
    for (String path : paths) {
      for (String verb : verbs) {
        parts.add(new RoleRule(List.of(), List.of(), List.of(path), List.of(), List.of(verb)));
      }
    }
    return parts;
  }

  /** Whether this rule grants all that a part of another rule does. */
  boolean covers(RoleRule part) {
    return hasAll(verbs, part.verbs)
        && hasAll(apiGroups, part.apiGroups)
        && part.resources.stream().allMatch(this::coversResource)
        && part.paths.stream().allMatch(this::coversPath)
        && (names.isEmpty() || (!part.names.isEmpty() && names.containsAll(part.names)));
  }

  private boolean coversResource(String resource) {
    int slash = resource.indexOf('/');
    return hasAll(resources, List.of(resource))
        || (slash > 0 && resources.contains("*" + resource.substring(slash)));
  }

  private boolean coversPath(String path) {
    return paths.stream()
        .anyMatch(
            own ->
                own.equals(path)
                    || (own.endsWith("*") && path.startsWith(own.substring(0, own.length() - 1))));
  }

  private static boolean hasAll(List<String> own, List<String> wanted) {
    return own.contains("*") || own.containsAll(wanted);
  }

  /** Merges parts that differ only in the verb into one rule. */
  static List<RoleRule> compact(List<RoleRule> parts) {
    Map<List<Object>, RoleRule> simple = new LinkedHashMap<>();
    List<RoleRule> compacted = new ArrayList<>();
    for (RoleRule part : parts) {
      if (part.names.isEmpty() && part.paths.isEmpty()) {
        simple.merge(List.of(part.apiGroups, part.resources), part, RoleRule::withVerbsOf);
      } else {
        compacted.add(part);
      }
    }
    compacted.addAll(simple.values());
    return compacted;
  }

  private RoleRule withVerbsOf(RoleRule other) {
    List<String> both = Stream.concat(verbs.stream(), other.verbs.stream()).toList();
    return new RoleRule(apiGroups, resources, paths, names, both);
  }

  /** Like {@code CompactString} of Kubernetes' {@code pkg/apis/rbac/v1} writes it. */
  @Override
  public String toString() {
    return Stream.of(
            Map.entry("APIGroups", apiGroups),
            Map.entry("Resources", resources),
            Map.entry("NonResourceURLs", paths),
            Map.entry("ResourceNames", names),
            Map.entry("Verbs", verbs))
        .filter(field -> !field.getValue().isEmpty())
        .map(field -> field.getKey() + ":" + quoted(field.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** As Go's %q writes a slice of strings. */
  static String quoted(List<String> texts) {
    return texts.stream().map(text -> '"' + text + '"').collect(Collectors.joining(" ", "[", "]"));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
