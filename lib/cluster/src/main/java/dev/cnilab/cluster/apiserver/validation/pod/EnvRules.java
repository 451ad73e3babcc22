package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Environment variables: their names, and that each has a single source. */
public final class EnvRules {
  private static final List<String> SOURCES =
      List.of("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef", "fileKeyRef");
  private static final Set<String> LABELS =
      Set.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.restartPolicy",
          "spec.schedulerName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.phase",
          "status.podIP",
          "status.podIPs");
  private static final List<String> IN_ENVIRONMENT =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.uid",
          "spec.nodeName",
          "spec.serviceAccountName",
          "status.hostIP",
          "status.hostIPs",
          "status.podIP",
          "status.podIPs");
  private static final List<String> IN_FILES =
      List.of(
          "metadata.annotations",
          "metadata.labels",
          "metadata.name",
          "metadata.namespace",
          "metadata.uid");
  private static final List<String> RESOURCES =
      List.of(
          "limits.cpu",
          "limits.ephemeral-storage",
          "limits.memory",
          "requests.cpu",
          "requests.ephemeral-storage",
          "requests.memory");
  private static final List<String> CPU_UNITS = List.of("1m", "1");
  private static final List<String> UNITS =
      List.of("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei");
  private static final String ONLY_ONE = "may not have more than one field specified at a time";

  private EnvRules() {}

  public static void name(ValidatedField name) {
    boolean printable = name.text().chars().allMatch(c -> c >= ' ' && c <= '~' && c != '=');
    if (!name.isEmpty() && !printable) {
      name.invalid(
          "a valid environment variable name must consist only of printable ASCII characters other"
              + " than '='");
    }
  }

  public static void valueFrom(ValidatedField source) {
    long sources = SOURCES.stream().filter(source::has).count();
    if (sources == 0) {
      source.invalid(
          "",
          "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef`"
              + " or `fileKeyRef`");
    } else if (!source.parent().text("value").isEmpty()) {
      source.invalid("", "may not be specified when `value` is not empty");
    } else if (sources > 1) {
      source.invalid("", ONLY_ONE);
    }
  }

  /** The API server reports the list where it means the item. */
  public static void envFrom(ValidatedField item) {
    boolean map = item.has("configMapRef");
    boolean secret = item.has("secretRef");
    if (!map && !secret) {
      item.parent().invalid("", "must specify one of: `configMapRef` or `secretRef`");
    } else if (map && secret) {
      item.parent().invalid("", ONLY_ONE);
    }
  }

  /** A field of the pod that containers can get. */
  public static void fieldRef(ValidatedField reference) {
    ValidatedField path = reference.field("fieldPath");
    if (path.isEmpty()) {
      path.required("");
      return;
    }
    int bracket = path.text().indexOf("['");
    String field = bracket < 0 ? path.text() : path.text().substring(0, bracket);
    if (!LABELS.contains(field)) {
      path.invalid("error converting fieldPath: field label not supported: " + path.text());
    } else if (bracket >= 0 && path.text().endsWith("']")) {
      subscript(reference, field, path.text().substring(bracket + 2, path.text().length() - 2));
    } else {
      List<String> allowed =
          reference.parent().key().equals("valueFrom") ? IN_ENVIRONMENT : IN_FILES;
      if (!allowed.contains(field)) {
        path.notSupported(allowed);
      }
    }
  }

  private static void subscript(ValidatedField reference, String field, String key) {
    switch (field) {
      case "metadata.annotations" -> {
        String lower = key.toLowerCase(Locale.ROOT);
        Format.keyViolations(lower).forEach(why -> reference.invalid(lower, why));
      }
      case "metadata.labels" ->
          Format.keyViolations(key).forEach(why -> reference.invalid(key, why));
      default -> reference.invalid(field, "does not support subscript");
    }
  }

  /** A request or limit that containers can get. */
  public static void resourceRef(ValidatedField reference) {
    ValidatedField resource = reference.field("resource");
    if (!reference.parent().key().equals("valueFrom")
        && reference.text("containerName").isEmpty()) {
      reference.field("containerName").required("");
    } else if (resource.isEmpty()) {
      resource.required("");
    } else if (!RESOURCES.contains(resource.text())
        && !resource.text().matches("(requests|limits)\\.hugepages-.*")) {
      resource.notSupported(RESOURCES);
    }
    divisor(reference, resource.text());
  }

  private static void divisor(ValidatedField reference, String resource) {
    String divisor = reference.text("divisor");
    boolean cpu = resource.endsWith(".cpu");
    if (!divisor.isEmpty()
        && !divisor.equals("0")
        && !(cpu ? CPU_UNITS : UNITS).contains(divisor)) {
      reference
          .field("divisor")
          .invalid(
              resource,
              "only divisor's values "
                  + (cpu ? "1m and 1" : String.join(", ", UNITS))
                  + " are supported with the "
                  + (resource.endsWith(".ephemeral-storage")
                      ? "local ephemeral storage"
                      : resource.substring(resource.indexOf('.') + 1))
                  + " resource");
    }
  }
}
