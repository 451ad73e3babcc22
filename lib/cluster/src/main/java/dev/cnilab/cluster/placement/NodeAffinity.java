package dev.cnilab.cluster.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Which nodes a pod selects: its nodeSelector and its required and preferred node affinity. */
public final class NodeAffinity {
  private final Map<String, String> nodeSelector;
  private final JsonNode affinity;
  private final JsonNode preferred;

  private NodeAffinity(KubeObject pod) {
    nodeSelector = pod.map("/spec/nodeSelector");
    affinity = pod.at("/spec/affinity/nodeAffinity");
    preferred = affinity.path("preferredDuringSchedulingIgnoredDuringExecution");
  }

  public static NodeAffinity of(KubeObject pod) {
    return new NodeAffinity(pod);
  }

  /** The node that all of its terms name, as for the pods of DaemonSets; otherwise empty. */
  public Optional<String> onlyNode() {
    JsonNode terms =
        affinity.at("/requiredDuringSchedulingIgnoredDuringExecution/nodeSelectorTerms");
    JsonNode field = terms.size() == 1 ? terms.at("/0/matchFields/0") : terms.path("none");
    return field.path("operator").asText().equals("In") && field.path("values").size() == 1
        ? Optional.of(field.at("/values/0").asText())
        : Optional.empty();
  }

  /** Whether the pod may run on a node at all. */
  public boolean matches(KubeObject node) {
    JsonNode required = affinity.path("requiredDuringSchedulingIgnoredDuringExecution");
    return node.labels().entrySet().containsAll(nodeSelector.entrySet())
        && (required.isMissingNode() || anyTermMatches(required.path("nodeSelectorTerms"), node));
  }

  /** The sum of the weights of the preferred terms that a node matches. */
  public long preference(KubeObject node) {
    long sum = 0;
    for (JsonNode term : preferred) {
      sum += termMatches(term.path("preference"), node) ? term.path("weight").asLong() : 0;
    }
    return sum;
  }

  private static boolean anyTermMatches(JsonNode terms, KubeObject node) {
    return StreamSupport.stream(terms.spliterator(), false)
        .anyMatch(term -> termMatches(term, node));
  }

  /** A term without any requirement matches nothing. */
  private static boolean termMatches(JsonNode term, KubeObject node) {
    JsonNode expressions = term.path("matchExpressions");
    JsonNode fields = term.path("matchFields");
    return !(expressions.isEmpty() && fields.isEmpty())
        && allMatch(expressions, node.labels())
        && allMatch(fields, Map.of("metadata.name", node.name()));
  }

  private static boolean allMatch(JsonNode requirements, Map<String, String> values) {
    return StreamSupport.stream(requirements.spliterator(), false)
        .allMatch(json -> LabelSelector.Requirement.of(json).matches(values));
  }
}
