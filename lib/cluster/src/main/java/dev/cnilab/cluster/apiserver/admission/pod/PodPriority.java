package dev.cnilab.cluster.apiserver.admission.pod;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;

/** Turns a pod's priority class into a number; only one class may be the default. */
public final class PodPriority implements Admission {
  private final ObjectStore store;

  public PodPriority(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void admit(ResourceType type, ObjectNode pod) {
    if (type.equals(ResourceTypes.PRIORITY_CLASSES)) {
      requireOnlyDefault(type, pod);
    }
    if (!type.equals(ResourceTypes.PODS)) {
      return;
    }
    ObjectNode spec = pod.withObject("/spec");
    String name = spec.path("priorityClassName").asText("");
    Optional<KubeObject> chosen = name.isEmpty() ? globalDefault() : find(name);
    if (chosen.isEmpty() && !name.isEmpty()) {
      throw ApiErrors.forbidden(
          type,
          pod.at("/metadata/name").asText(""),
          "no PriorityClass with name " + name + " was found");
    }
    chosen.ifPresent(c -> spec.put("priorityClassName", c.name()));
    int priority = chosen.map(c -> c.at("/value").asInt()).orElse(0);
    if (spec.has("priority") && spec.path("priority").asInt() != priority) {
      throw ApiErrors.forbidden(
          type,
          pod.at("/metadata/name").asText(""),
          "the integer value of priority (%d) must not be provided in pod spec; priority admission"
                  .formatted(spec.path("priority").asInt())
              + " controller computed %d from the given PriorityClass name".formatted(priority));
    }
    spec.put("priority", priority);
    String policy = chosen.map(c -> c.text("/preemptionPolicy")).orElse("PreemptLowerPriority");
    String given = spec.path("preemptionPolicy").asText(policy);
    if (!given.equals(policy)) {
      throw ApiErrors.forbidden(
          type,
          pod.at("/metadata/name").asText(""),
          "the string value of PreemptionPolicy (%s) must not be provided in pod spec; priority"
                  .formatted(given)
              + " admission controller computed %s from the given PriorityClass name"
                  .formatted(policy));
    }
    spec.put("preemptionPolicy", policy);
  }

  @Override
  public void admitUpdate(ResourceType type, ObjectNode object) {
    if (type.equals(ResourceTypes.PRIORITY_CLASSES)) {
      requireOnlyDefault(type, object);
    }
  }

  private void requireOnlyDefault(ResourceType type, ObjectNode priorityClass) {
    String name = priorityClass.at("/metadata/name").asText("");
    globalDefault()
        .filter(other -> priorityClass.path("globalDefault").asBoolean())
        .filter(other -> !other.name().equals(name))
        .ifPresent(
            other -> {
              throw ApiErrors.forbidden(
                  type,
                  name,
                  "PriorityClass %s is already marked as default. Only one default can exist"
                      .formatted(other.name()));
            });
  }

  private Optional<KubeObject> find(String name) {
    return store.find(ResourceTypes.PRIORITY_CLASSES, "", name);
  }

  private Optional<KubeObject> globalDefault() {
    return store.list(ResourceTypes.PRIORITY_CLASSES, "").stream()
        .filter(priorityClass -> priorityClass.at("/globalDefault").asBoolean())
        .findFirst();
  }
}
