package dev.cnilab.cluster.apiserver.storage.selection;

import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Requirements on the few selectable fields of a kind, as registered by the conversion functions of
 * Kubernetes' {@code pkg/apis}.
 */
public record FieldSelector(List<Term> terms) {
  private static final Pattern NAMED =
      Pattern.compile("(?:^|,)metadata\\.name==?([^=,\\\\/%]+)(?=,|$)");
  private static final Set<String> METADATA = Set.of("metadata.name", "metadata.namespace");
  private static final Set<String> EVENT =
      Set.of(
          "involvedObject.kind",
          "involvedObject.namespace",
          "involvedObject.name",
          "involvedObject.uid",
          "involvedObject.apiVersion",
          "involvedObject.resourceVersion",
          "involvedObject.fieldPath",
          "reason",
          "reportingComponent",
          "source",
          "type");
  private static final Map<String, Set<String>> SELECTABLE =
      Map.ofEntries(
          Map.entry(
              "pods",
              Set.of(
                  "spec.nodeName",
                  "spec.restartPolicy",
                  "spec.schedulerName",
                  "spec.serviceAccountName",
                  "spec.hostNetwork",
                  "status.phase",
                  "status.podIP",
                  "status.podIPs",
                  "status.nominatedNodeName")),
          Map.entry("nodes", Set.of("spec.unschedulable")),
          Map.entry("namespaces", Set.of("status.phase")),
          Map.entry("secrets", Set.of("type")),
          Map.entry("services", Set.of("spec.clusterIP", "spec.type")),
          Map.entry("replicationcontrollers", Set.of("status.replicas")),
          Map.entry("jobs", Set.of("status.successful")),
          Map.entry("events", EVENT),
          Map.entry("resourceslices", Set.of("spec.nodeName", "spec.driver")),
          Map.entry("certificatesigningrequests", Set.of("spec.signerName")),
          Map.entry("clustertrustbundles", Set.of("spec.signerName")),
          Map.entry(
              "podcertificaterequests",
              Set.of("spec.signerName", "spec.podName", "spec.nodeName")));

  /** The newer Event's names for the fields that are stored under other names. */
  private static final Map<String, String> REGARDING =
      Map.of(
          "regarding.kind", "involvedObject.kind",
          "regarding.namespace", "involvedObject.namespace",
          "regarding.name", "involvedObject.name",
          "regarding.uid", "involvedObject.uid",
          "regarding.apiVersion", "involvedObject.apiVersion",
          "regarding.resourceVersion", "involvedObject.resourceVersion",
          "regarding.fieldPath", "involvedObject.fieldPath",
          "reportingController", "reportingComponent",
          "reason", "reason",
          "type", "type");

  private static final Set<String> BOOLEAN = Set.of("spec.hostNetwork", "spec.unschedulable");

  /** One requirement: the field has this value, or does not. */
  public record Term(String field, String value, Relation relation) {
    /** The relation of the field to the value. */
    public enum Relation {
      EQUAL,
      NOT_EQUAL
    }

    boolean matches(KubeObject object) {
      return FieldSelector.valueOf(object, field).equals(value) == (relation == Relation.EQUAL);
    }
  }

  /**
   * Parses the syntax of {@code kubectl --field-selector} for objects of a type.
   *
   * @param declared the fields that the type's definition declares selectable besides those that
   *     are known here
   * @throws IllegalArgumentException if it can't be parsed or names a field that is not selectable;
   *     the message is the API server's
   */
  public static FieldSelector parse(String text, ResourceType type, Set<String> declared) {
    List<Term> terms = new ArrayList<>();
    for (String part : text.split("(?<!\\\\),", -1)) {
      if (!part.isEmpty()) {
        terms.add(term(text, part, type, declared));
      }
    }
    return new FieldSelector(terms);
  }

  /**
   * The only name that a selector allows; "" if it allows several. A request for a list with such a
   * selector counts as one for the object of that name.
   */
  public static String named(String text) {
    Matcher only = NAMED.matcher(text);
    return only.find() ? only.group(1) : "";
  }

  /** The value that a field must have; empty if several are possible. */
  public Optional<String> required(String field) {
    return terms.stream()
        .filter(term -> term.field.equals(field) && term.relation == Term.Relation.EQUAL)
        .map(Term::value)
        .findFirst();
  }

  public boolean matches(KubeObject object) {
    return terms.stream().allMatch(term -> term.matches(object));
  }

  private static Term term(String text, String part, ResourceType type, Set<String> declared) {
    int equals = part.indexOf('=');
    if (equals < 0) {
      throw new IllegalArgumentException(
          "invalid selector: '" + text + "'; can't understand '" + part + "'");
    }
    boolean negated = equals > 0 && part.charAt(equals - 1) == '!';
    String value = unescaped(part.substring(equals + (part.startsWith("==", equals) ? 2 : 1)));
    return new Term(
        selectable(part.substring(0, negated ? equals - 1 : equals), type, declared),
        value,
        negated ? Term.Relation.NOT_EQUAL : Term.Relation.EQUAL);
  }

  /** As apimachinery's {@code fields.UnescapeValue}. */
  private static String unescaped(String value) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '=' || c == ',') {
        throw new IllegalArgumentException(
            "invalid field selector: unescaped character in value: " + (int) c);
      }
      if (c == '\\') {
        i++;
        if (i == value.length() || "\\,=".indexOf(value.charAt(i)) < 0) {
          throw new IllegalArgumentException(
              "invalid field selector: invalid escape sequence: "
                  + value.substring(i - 1, Math.min(i + 1, value.length())));
        }
      }
      text.append(value.charAt(i));
    }
    return text.toString();
  }

  private static String selectable(String field, ResourceType type, Set<String> declared) {
    if (type.group().equals("events.k8s.io") && !METADATA.contains(field)) {
      return Optional.ofNullable(REGARDING.get(field)).orElseThrow(() -> unsupported(field));
    }
    Set<String> own =
        declared.isEmpty() ? SELECTABLE.getOrDefault(type.plural(), Set.of()) : declared;
    if (METADATA.contains(field) || own.contains(field)) {
      return field;
    }
    if (own.isEmpty()) {
      throw new IllegalArgumentException(
          "\""
              + field
              + "\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
    }
    throw unsupported(field);
  }

  private static IllegalArgumentException unsupported(String field) {
    return new IllegalArgumentException("field label not supported: " + field);
  }

  private static String valueOf(KubeObject object, String field) {
    return switch (field) {
      case "status.podIPs" -> object.text("/status/podIP");
      case "status.successful" -> Integer.toString(object.at("/status/succeeded").asInt());
      case "status.replicas" -> Integer.toString(object.at("/status/replicas").asInt());
      case "source" -> firstOf(object, "/source/component", "/reportingComponent");
      case "reportingComponent" -> firstOf(object, "/reportingComponent", "/source/component");
      default -> {
        String value = object.text("/" + field.replace('.', '/'));
        yield value.isEmpty() && BOOLEAN.contains(field) ? "false" : value;
      }
    };
  }

  private static String firstOf(KubeObject object, String pointer, String otherwise) {
    String value = object.text(pointer);
    return value.isEmpty() ? object.text(otherwise) : value;
  }
}
