package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.object.KubeObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * CertificateSigningRequests: the server records the requester, and nothing but the status changes
 * later. The times of conditions are the server's unless the client gives them.
 */
public record SigningRequestStrategy(Supplier<String> now) implements Strategy {
  private static final String TRANSITION = "lastTransitionTime";

  @Override
  public void prepareForCreate(ObjectNode request, Requester requester) {
    ObjectNode spec = request.withObject("/spec");
    spec.remove(List.of("username", "uid", "groups", "extra"));
    User user = requester.user();
    spec.put("username", user.name());
    if (!user.uid().isEmpty()) {
      spec.put("uid", user.uid());
    }
    ArrayNode groups = spec.putArray("groups");
    user.groups().forEach(groups::add);
    user.extra()
        .forEach((key, values) -> values.forEach(spec.withObject("/extra").withArray(key)::add));
  }

  /** A decision changes through the subresource {@code approval} alone. */
  @Override
  public void prepareForStatus(ObjectNode request, KubeObject old) {
    for (String decision : List.of("Approved", "Denied")) {
      keep(decision, request.at("/status/conditions"), old.at("/status/conditions"));
    }
    completeTimes(request, old);
  }

  private static void keep(String type, JsonNode conditions, JsonNode old) {
    List<Integer> places = places(type, conditions);
    List<Integer> before = places(type, old);
    if (places.size() == before.size()) {
      for (int i = 0; i < places.size(); i++) {
        ((ArrayNode) conditions).set(places.get(i), old.get(before.get(i)).deepCopy());
      }
    }
  }

  private static List<Integer> places(String type, JsonNode conditions) {
    return IntStream.range(0, conditions.size())
        .filter(i -> conditions.get(i).path("type").asText().equals(type))
        .boxed()
        .toList();
  }

  /** Gives conditions without times theirs: a transition is as old as the status. */
  public void completeTimes(ObjectNode request, KubeObject old) {
    Map<List<JsonNode>, JsonNode> transitions = transitions(old);
    for (JsonNode condition : request.at("/status/conditions")) {
      if (condition instanceof ObjectNode changed) {
        complete(changed, transitions);
      }
    }
  }

  private void complete(ObjectNode condition, Map<List<JsonNode>, JsonNode> transitions) {
    TextNode present = TextNode.valueOf(now.get());
    if (!condition.hasNonNull("lastUpdateTime")) {
      condition.set("lastUpdateTime", present);
    }
    if (!condition.hasNonNull(TRANSITION)) {
      condition.set(TRANSITION, transitions.getOrDefault(state(condition), present));
    }
  }

  /** When the first condition of each type and status became what it is. */
  private static Map<List<JsonNode>, JsonNode> transitions(KubeObject old) {
    Map<List<JsonNode>, JsonNode> transitions = new HashMap<>();
    for (JsonNode condition : old.at("/status/conditions")) {
      if (condition.hasNonNull(TRANSITION)) {
        transitions.putIfAbsent(state(condition), condition.path(TRANSITION));
      }
    }
    return transitions;
  }

  private static List<JsonNode> state(JsonNode condition) {
    return List.of(condition.path("type"), condition.path("status"));
  }

  @Override
  public void prepareForUpdate(ObjectNode request, KubeObject old) {
    request.set("spec", old.at("/spec").deepCopy());
  }
}
