package dev.cnilab.cluster.apiserver.validation;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.IpRules;
import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules for every object's metadata. */
final class MetadataRules {
  private static final int MOST_ANNOTATIONS = 256 * 1024;

  /** Groups whose kinds are checked by code that does not know the standard finalizers. */
  private static final Set<String> QUALIFIED_FINALIZERS_ELSEWHERE =
      Set.of("apiextensions.k8s.io", "coordination.k8s.io");

  private static final Set<String> STANDARD_FINALIZERS =
      Set.of("kubernetes", "orphan", "foregroundDeletion");

  private MetadataRules() {}

  static void check(ResourceType type, ValidatedField object) {
    ValidatedField metadata = object.field("metadata");
    name(type, object);
    Checks.LABELS.at(metadata.field("labels"));
    annotations(metadata.field("annotations"));
    ValidatedField finalizers = metadata.field("finalizers");
    for (ValidatedField finalizer : finalizers.items()) {
      Format.keyViolations(finalizer.text())
          .forEach(why -> finalizers.invalid(finalizer.text(), why));
    }
    List<String> all = finalizers.items().stream().map(ValidatedField::text).toList();
    if (all.containsAll(List.of("orphan", "foregroundDeletion"))) {
      finalizers.invalid("finalizer orphan and foregroundDeletion cannot be both set");
    }
    if (QUALIFIED_FINALIZERS_ELSEWHERE.contains(type.group())
        || !ResourceTypes.builtIn().contains(type)) {
      return;
    }
    for (ValidatedField finalizer : finalizers.items()) {
      if (!finalizer.text().contains("/") && !STANDARD_FINALIZERS.contains(finalizer.text())) {
        finalizer.invalid("name is neither a standard finalizer name nor is it fully qualified");
      }
    }
  }

  private static void name(ResourceType type, ValidatedField object) {
    ValidatedField metadata = object.field("metadata");
    ValidatedField prefix = metadata.field("generateName");
    if (!prefix.isEmpty()) {
      prefix.invalid(nameViolations(type, withoutDash(prefix.text()), object));
    }
    ValidatedField name = metadata.field("name");
    if (name.isEmpty()) {
      name.required("name or generateName is required");
    } else {
      name.invalid(nameViolations(type, name.text(), object));
    }
  }

  /** A prefix for generated names may end with a dash. */
  private static String withoutDash(String prefix) {
    return prefix.length() > 1 && prefix.endsWith("-")
        ? prefix.substring(0, prefix.length() - 2) + "a"
        : prefix;
  }

  private static void annotations(ValidatedField annotations) {
    long size = 0;
    for (ValidatedField annotation : annotations.entries()) {
      Format.keyViolations(annotation.key().toLowerCase(Locale.ROOT))
          .forEach(why -> annotations.invalid(annotation.key(), why));
      size += annotation.key().length() + annotation.text().length();
    }
    if (size > MOST_ANNOTATIONS) {
      annotations.tooLong(MOST_ANNOTATIONS);
    }
  }

  /** The rules for a change; ValidateObjectMetaAccessorUpdate. */
  static List<FieldError> checkUpdate(KubeObject object, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    List<String> added = finalizers(object);
    added.removeAll(new HashSet<>(finalizers(old)));
    if (old.isTerminating() && !added.isEmpty()) {
      errors.add(
          FieldError.forbidden(
              "metadata.finalizers",
              "no new finalizers can be added if the object is being deleted, found new finalizers"
                  + " []string{"
                  + added.stream().map(GoText::quote).collect(Collectors.joining(", "))
                  + "}"));
    }
    for (String field : List.of("name", "uid")) { // only webhooks can have changed them
      String value = object.at("/metadata/" + field).asText("");
      if (!value.equals(old.at("/metadata/" + field).asText(""))) {
        errors.add(FieldError.invalid("metadata." + field, value, Checks.IMMUTABLE));
      }
    }
    return errors;
  }

  private static List<String> finalizers(KubeObject object) {
    List<String> names = new ArrayList<>();
    object.at("/metadata/finalizers").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static List<String> nameViolations(
      ResourceType type, String name, ValidatedField object) {
    return switch (type.plural()) {
      case "services", "namespaces" -> Format.LABEL.violations(name);
      case "roles", "clusterroles", "rolebindings", "clusterrolebindings" -> Paths.segment(name);
      case "ipaddresses" -> IpRules.violations(name);
      case "apiservices" -> Paths.segment(name);
      case "clustertrustbundles" -> trustBundle(name, object.field("spec").text("signerName"));
      default -> Format.SUBDOMAIN.violations(name);
    };
  }

  /** {@code ValidateClusterTrustBundleName}. */
  private static List<String> trustBundle(String name, String signer) {
    if (signer.isEmpty()) {
      return name.contains(":")
          ? List.of("ClusterTrustBundle without signer name must not have \":\" in its name")
          : Format.SUBDOMAIN.violations(name);
    }
    String prefix = signer.replace('/', ':') + ":";
    return name.startsWith(prefix)
        ? Format.SUBDOMAIN.violations(name.substring(prefix.length()))
        : List.of(
            "ClusterTrustBundle for signerName %s must be named with prefix %s"
                .formatted(signer, prefix));
  }
}
