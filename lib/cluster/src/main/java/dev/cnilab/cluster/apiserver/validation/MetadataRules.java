package dev.cnilab.cluster.apiserver.validation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What must hold of every object's metadata. */
final class MetadataRules {
  private static final int MOST_ANNOTATIONS = 256 * 1024;

  private MetadataRules() {}

  static List<FieldError> check(ResourceType type, KubeObject object) {
    List<FieldError> errors = new ArrayList<>();
    String name = object.name();
    if (name.isEmpty()) {
      errors.add(FieldError.required("metadata.name", "name or generateName is required"));
    } else {
      nameViolation(type, name)
          .ifPresent(why -> errors.add(FieldError.invalid("metadata.name", name, why)));
    }
    object
        .labels()
        .forEach(
            (key, value) -> {
              keyViolation(key)
                  .ifPresent(why -> errors.add(FieldError.invalid("metadata.labels", key, why)));
              Format.LABEL_VALUE
                  .violation(value)
                  .ifPresent(why -> errors.add(FieldError.invalid("metadata.labels", value, why)));
            });
    int size =
        object.annotations().entrySet().stream()
            .mapToInt(e -> e.getKey().length() + e.getValue().length())
            .sum();
    if (size > MOST_ANNOTATIONS) {
      errors.add(FieldError.tooLong("metadata.annotations", MOST_ANNOTATIONS));
    }
    for (JsonNode finalizer : object.at("/metadata/finalizers")) {
      keyViolation(finalizer.asText())
          .ifPresent(why -> errors.add(FieldError.invalid("metadata.finalizers", finalizer, why)));
    }
    object
        .annotations()
        .keySet()
        .forEach(
            key ->
                keyViolation(key.toLowerCase(java.util.Locale.ROOT))
                    .ifPresent(
                        why -> errors.add(FieldError.invalid("metadata.annotations", key, why))));
    return errors;
  }

  /** What must hold of a change; ValidateObjectMetaAccessorUpdate. */
  static List<FieldError> checkUpdate(KubeObject object, KubeObject old) {
    List<String> added = finalizers(object);
    added.removeAll(finalizers(old));
    if (!old.isTerminating() || added.isEmpty()) {
      return List.of();
    }
    return List.of(
        FieldError.forbidden(
            "metadata.finalizers",
            "no new finalizers can be added if the object is being deleted, found new finalizers"
                + " []string{"
                + added.stream().map(GoText::quote).collect(Collectors.joining(", "))
                + "}"));
  }

  private static List<String> finalizers(KubeObject object) {
    List<String> names = new ArrayList<>();
    object.at("/metadata/finalizers").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** A label's or annotation's key: a name, perhaps after a domain and a slash. */
  static Optional<String> keyViolation(String key) {
    int slash = key.indexOf('/');
    String name = key.substring(slash + 1);
    if (name.contains("/")) {
      return Format.LABEL_NAME
          .violation(key)
          .map(
              why ->
                  "a qualified name "
                      + why
                      + " with an optional DNS subdomain prefix and '/' (e.g."
                      + " 'example.com/MyName')");
    }
    if (slash == 0) {
      return Optional.of("prefix part must be non-empty");
    }
    if (slash > 0) {
      Optional<String> prefix = Format.SUBDOMAIN.violation(key.substring(0, slash));
      if (prefix.isPresent()) {
        return prefix.map(why -> "prefix part " + why);
      }
    }
    if (name.isEmpty()) {
      return Optional.of("name part must be non-empty");
    }
    return Format.LABEL_NAME.violation(name).map(why -> "name part " + why);
  }

  private static Optional<String> nameViolation(ResourceType type, String name) {
    return switch (type.plural()) {
      case "services" -> Format.SERVICE_NAME.violation(name);
      case "namespaces" -> Format.LABEL.violation(name);
      case "roles", "clusterroles", "rolebindings", "clusterrolebindings" -> pathSegment(name);
      default -> Format.SUBDOMAIN.violation(name);
    };
  }

  private static Optional<String> pathSegment(String name) {
    if (name.equals(".") || name.equals("..")) {
      return Optional.of("may not be '" + name + "'");
    }
    for (String forbidden : List.of("/", "%")) {
      if (name.contains(forbidden)) {
        return Optional.of("may not contain '" + forbidden + "'");
      }
    }
    return Optional.empty();
  }
}
