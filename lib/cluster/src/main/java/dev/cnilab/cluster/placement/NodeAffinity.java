package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Which nodes a pod selects: its nodeSelector and its required and preferred node affinity. */
public final class NodeAffinity {
  private final Map<String, String> nodeSelector;
  private final JsonNode required;
  private final List<Term> terms;
  private final List<Preference> preferences;

  private NodeAffinity(KubeObject pod) {
    JsonNode affinity = pod.at("/spec/affinity/nodeAffinity");
    nodeSelector = pod.map("/spec/nodeSelector");
    required = affinity.path("requiredDuringSchedulingIgnoredDuringExecution");
    terms = elements(required.path("nodeSelectorTerms")).map(Term::of).toList();
    preferences =
        elements(affinity.path("preferredDuringSchedulingIgnoredDuringExecution"))
            .map(Preference::of)
            .toList();
  }

  public static NodeAffinity of(KubeObject pod) {
    return new NodeAffinity(pod);
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  /** The node that all of its terms name, as for the pods of DaemonSets; otherwise empty. */
  public Optional<String> onlyNode() {
    List<LabelSelector.Requirement> fields =
        terms.size() == 1 ? terms.getFirst().fields().requirements() : List.of();
    return fields.stream()
        .limit(1)
        .filter(field -> field.operator() == LabelSelector.Operator.IN)
        .filter(field -> field.values().size() == 1)
        .flatMap(field -> field.values().stream())
        .findFirst();
  }

  /** Whether the pod may run on a node at all. */
  public boolean matches(KubeObject node) {
    return node.labels().entrySet().containsAll(nodeSelector.entrySet())
        && (required.isMissingNode() || terms.stream().anyMatch(term -> term.matches(node)));
  }

  /** The sum of the weights of the preferred terms that a node matches. */
  public long preference(KubeObject node) {
    return preferences.stream()
        .filter(each -> each.term().matches(node))
        .mapToLong(Preference::weight)
        .sum();
  }

  /** Requirements on a node; without any, it matches nothing. */
  private record Term(LabelSelector labels, LabelSelector fields) {
    static Term of(JsonNode term) {
      return new Term(all(term.path("matchExpressions")), all(term.path("matchFields")));
    }

    private static LabelSelector all(JsonNode requirements) {
      return new LabelSelector(elements(requirements).map(LabelSelector.Requirement::of).toList());
    }

    boolean matches(KubeObject node) {
      return !(labels.requirements().isEmpty() && fields.requirements().isEmpty())
          && labels.matches(node.labels())
          && fields.matches(Map.of("metadata.name", node.name()));
    }
  }

  /** A term that is worth something. */
  private record Preference(Term term, long weight) {
    static Preference of(JsonNode preferred) {
      return new Preference(
          Term.of(preferred.path("preference")), preferred.path("weight").asLong());
    }
  }
}
