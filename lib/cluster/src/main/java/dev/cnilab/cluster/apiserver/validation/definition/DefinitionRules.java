package dev.cnilab.cluster.apiserver.validation.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.gonet.GoUrl;
import dev.cnilab.cluster.object.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rules of a whole definition, after {@code apiextensions/validation}. A real server validates
 * its internal type, which has what all versions share in one place, beside them.
 */
public final class DefinitionRules {
  private static final String APPROVAL = "api-approved.kubernetes.io";
  private static final String SEE = ", see https://github.com/kubernetes/enhancements/pull/1111";
  private static final List<String> SCOPES = List.of("Cluster", "Namespaced");

  private DefinitionRules() {}

  /** Adds what is wrong with a definition. */
  public static void check(ValidatedField definition) {
    ValidatedField spec = definition.field("spec");
    ValidatedField name = definition.field("metadata").field("name");
    ValidatedField group = spec.field("group");
    boolean isNew = definition.old().isMissingNode();
    if (isNew && !name.text().equals(spec.field("names").text("plural") + "." + group.text())) {
      name.invalid("must be spec.names.plural+\".\"+spec.group");
    }
    Optional<String> objection = Format.SUBDOMAIN.objection(group.text());
    if (group.isEmpty()) {
      group.required("");
    } else if (objection.isPresent()) {
      group.invalid(objection.get());
    } else if (!group.text().contains(".")) {
      group.invalid("should be a domain with at least one dot");
    }
    ValidatedField scope = spec.field("scope");
    if (scope.isEmpty()) {
      scope.required("");
    } else if (!SCOPES.contains(scope.text())) {
      scope.notSupported(SCOPES);
    }
    SharedFields shared = SharedFields.of(spec);
    versions(spec, shared);
    NameRules.check(spec.field("names"));
    shared.check();
    ConversionRules.check(spec.field("conversion"));
    DefinitionUpdateRules.kept(definition);
    DefinitionUpdateRules.storedVersions(definition);
    approval(definition.field("metadata").field("annotations"), group.text());
    ValidatedField preserve = spec.field("preserveUnknownFields");
    if (preserve.value().asBoolean() && !preserve.old().asBoolean()) {
      preserve.invalid(
          "cannot set to true, set x-kubernetes-preserve-unknown-fields to true in"
              + " spec.versions[*].schema instead");
    }
  }

  /** Adds what is wrong with a definition's status. */
  public static void checkStatus(ValidatedField definition) {
    NameRules.formed(definition.field("status").field("acceptedNames"));
  }

  private static void versions(ValidatedField spec, SharedFields shared) {
    List<ValidatedField> versions = spec.items("versions");
    for (ValidatedField version : versions) {
      ValidatedField schema = version.field("schema").field("openAPIV3Schema");
      if (!schema.value().isObject()) {
        schema.required("");
      }
    }
    Set<String> names = new HashSet<>();
    for (ValidatedField version : versions) {
      ValidatedField name = version.field("name");
      names.add(name.text());
      Format.LABEL_1035.objection(name.text()).ifPresent(name::invalid);
      VersionRules.deprecation(version);
      shared.checkOwn(version);
    }
    if (names.size() < versions.size()) {
      spec.field("versions").invalid(internal(spec, shared), "must contain unique version names");
    }
    if (stored(spec) != 1) {
      spec.field("versions")
          .invalid(
              internal(spec, shared), "must have exactly one version marked as storage version");
    }
    if (!versions.isEmpty()) {
      ValidatedField first = versions.getFirst().field("name").shownAs("spec.version");
      if (!first.isEmpty()) {
        Format.LABEL_1035.objection(first.text()).ifPresent(first::invalid);
      }
    }
  }

  private static long stored(ValidatedField spec) {
    return spec.items("versions").stream().filter(version -> version.is("storage")).count();
  }

  /** The versions as Go prints its internal type. */
  private static ArrayNode internal(ValidatedField spec, SharedFields shared) {
    ArrayNode versions = Json.array();
    for (ValidatedField version : spec.items("versions")) {
      ObjectNode shown = versions.addObject();
      shown.put("Name", version.text("name"));
      shown.put("Served", version.is("served"));
      shown.put("Storage", version.is("storage"));
      shown.put("Deprecated", version.is("deprecated"));
      JsonNode warning = version.field("deprecationWarning").value();
      shown.set("DeprecationWarning", warning.isTextual() ? warning : NullNode.getInstance());
      shared.own(version).forEach(shown::set);
    }
    return versions;
  }

  private static void approval(ValidatedField annotations, String group) {
    if (!("." + group).matches(".*\\.(k8s|kubernetes)\\.io")) {
      return;
    }
    ValidatedField approval = annotations.entry(APPROVAL);
    String must = "protected groups must have approval annotation \"" + APPROVAL + "\"";
    if (approval.isEmpty()) {
      approval.required(must + SEE);
    } else if (!approval.text().startsWith("unapproved") && !isUrl(approval.text())) {
      approval.invalid(must + " with either a URL or a reason starting with \"unapproved\"" + SEE);
    }
  }

  private static boolean isUrl(String text) {
    try {
      GoUrl url = GoUrl.parseRequested(text);
      return !url.host().isEmpty() && !url.scheme().isEmpty();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
