package dev.cnilab.cluster.object;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A set of requirements on labels, all of which must be met. */
public record LabelSelector(List<Requirement> requirements) {
  private static final Set<String> OF_LABELS = Set.of("Service", "ReplicationController");

  private static final LabelSelector NOTHING =
      new LabelSelector(List.of(new Requirement("", Operator.UNKNOWN, Set.of())));

  /** How a requirement relates a label to its values. */
  public enum Operator {
    IN,
    NOT_IN,
    EXISTS,
    DOES_NOT_EXIST,
    GREATER,
    LESS,
    /** One that the API does not have, and that only a change of etcd's data brings. */
    UNKNOWN
  }

  /** A requirement on the label {@code key}. */
  public record Requirement(String key, Operator operator, Set<String> values) {
    /** Reads an element of {@code matchExpressions}, of a selector or of a node's affinity. */
    public static Requirement of(JsonNode expression) {
      Set<String> values = new TreeSet<>();
      expression.path("values").forEach(value -> values.add(value.asText()));
      return new Requirement(
          expression.path("key").asText(),
          LabelSelector.operator(expression.path("operator").asText()),
          values);
    }

    public boolean matches(Map<String, String> labels) {
      String value = labels.get(key);
      return switch (operator) {
        case IN -> value != null && values.contains(value);
        case NOT_IN -> value == null || !values.contains(value);
        case EXISTS -> value != null;
        case DOES_NOT_EXIST -> value == null;
        case GREATER -> value != null && compare(value) > 0;
        case LESS -> value != null && compare(value) < 0;
        case UNKNOWN -> false;
      };
    }

    /** 0, which is neither greater nor less, if there are not two integers to compare. */
    private int compare(String value) {
      if (values.size() != 1) {
        return 0;
      }
      try {
        return Long.compare(Long.parseLong(value), Long.parseLong(values.iterator().next()));
      } catch (NumberFormatException notAnInteger) {
        return 0;
      }
    }
  }

  /** Matches everything. */
  public static LabelSelector everything() {
    return new LabelSelector(List.of());
  }

  /** Matches objects that carry all of these labels. */
  public static LabelSelector of(Map<String, String> labels) {
    List<Requirement> requirements = new ArrayList<>();
    labels.forEach((k, v) -> requirements.add(new Requirement(k, Operator.IN, Set.of(v))));
    return new LabelSelector(requirements);
  }

  /**
   * Reads the {@code LabelSelector} of an object's spec, {@code {matchLabels, matchExpressions}}.
   * As in the API, an empty selector matches everything; the meaning of an absent one is up to the
   * caller.
   */
  public static LabelSelector of(JsonNode selector) {
    List<Requirement> requirements = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            e ->
                requirements.add(
                    new Requirement(e.getKey(), Operator.IN, Set.of(e.getValue().asText()))));
    for (JsonNode expression : selector.path("matchExpressions")) {
      requirements.add(Requirement.of(expression));
    }
    return new LabelSelector(requirements);
  }

  /**
   * What an object selects with {@code spec.selector}, as client-go's listers decide. A
   * PodDisruptionBudget with an empty selector selects everything; one without a selector, and
   * anything else with an empty one, selects nothing. That of a Service or ReplicationController
   * consists of labels only.
   */
  public static LabelSelector of(KubeObject selecting) {
    JsonNode written = selecting.at("/spec/selector");
    LabelSelector selector =
        of(
            OF_LABELS.contains(selecting.kind())
                ? Json.object().set("matchLabels", written)
                : written);
    boolean emptyIsAll = selecting.kind().equals("PodDisruptionBudget") && written.isObject();
    return selector.requirements.isEmpty() && !emptyIsAll ? NOTHING : selector;
  }

  /**
   * Parses the syntax of {@code kubectl -l}.
   *
   * @throws IllegalArgumentException if it can't be parsed; the message is the API server's
   */
  public static LabelSelector parse(String text) {
    return new LabelSelectorParser(text).parse();
  }

  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(requirement -> requirement.matches(labels));
  }

  /** Whether it cannot match anything. */
  public boolean isOfNothing() {
    return requirements.stream().anyMatch(each -> each.operator() == Operator.UNKNOWN);
  }

  /** The labels that everything it matches has. */
  public Map<String, String> required() {
    Map<String, String> labels = new LinkedHashMap<>();
    for (Requirement each : requirements) {
      if (each.operator() == Operator.IN && each.values().size() == 1) {
        labels.put(each.key(), each.values().iterator().next());
      }
    }
    return labels;
  }

  private static Operator operator(String name) {
    return switch (name) {
      case "In" -> Operator.IN;
      case "NotIn" -> Operator.NOT_IN;
      case "Exists" -> Operator.EXISTS;
      case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
      case "Gt" -> Operator.GREATER;
      case "Lt" -> Operator.LESS;
      default -> Operator.UNKNOWN;
    };
  }
}
