package dev.cnilab.cluster.apiserver.admission.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.Admission;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Quantity;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Gives a pod the overhead and the scheduling constraints of its RuntimeClass; {@code
 * plugin/pkg/admission/runtimeclass} of Kubernetes.
 */
public final class PodRuntimeClass implements Admission, ValidatingAdmission {
  private final ObjectStore store;

  public PodRuntimeClass(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void admit(ResourceType type, ObjectNode pod) {
    if (!type.equals(ResourceTypes.PODS)) {
      return;
    }
    ObjectNode spec = pod.withObject("/spec");
    Optional<KubeObject> chosen = chosen(pod, spec.path("runtimeClassName").asText(""));
    setOverhead(pod, spec, chosen.map(c -> c.at("/overhead")).orElseGet(Json::object));
    chosen.ifPresent(c -> setScheduling(pod, spec, c.at("/scheduling")));
  }

  private Optional<KubeObject> chosen(ObjectNode pod, String name) {
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<KubeObject> found = store.find(ResourceTypes.RUNTIME_CLASSES, "", name);
    if (found.isEmpty()) {
      throw forbidden(pod, "pod rejected: RuntimeClass \"" + name + "\" not found");
    }
    return found;
  }

  private static void setOverhead(ObjectNode pod, ObjectNode spec, JsonNode overhead) {
    if (overhead.isEmpty()) {
      return;
    }
    JsonNode own = spec.path("overhead");
    JsonNode fixed = overhead.path("podFixed");
    if (!own.isEmpty() && !amounts(own).equals(amounts(fixed))) {
      throw forbidden(
          pod, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead");
    }
    spec.set("overhead", fixed.deepCopy());
  }

  /** Refuses an overhead that no RuntimeClass sets; the pod has passed validation otherwise. */
  @Override
  public void validate(AdmissionRequest request) {
    KubeObject pod = request.object();
    if (pod == null
        || request.operation() != AdmissionRequest.Operation.CREATE
        || !request.type().equals(ResourceTypes.PODS)
        || !request.subresource().isEmpty()
        || pod.at("/spec/overhead").isEmpty()) {
      return;
    }
    Optional<KubeObject> chosen = chosen(pod.json(), pod.text("/spec/runtimeClassName"));
    if (chosen.map(c -> c.at("/overhead").isEmpty()).orElse(true)) {
      throw forbidden(
          pod.json(),
          "pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead");
    }
  }

  private static Map<String, Long> amounts(JsonNode quantities) {
    return quantities.properties().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, each -> Quantity.milli(each.getValue().asText())));
  }

  private static void setScheduling(ObjectNode pod, ObjectNode spec, JsonNode scheduling) {
    for (Map.Entry<String, JsonNode> each : scheduling.path("nodeSelector").properties()) {
      ObjectNode selector = spec.withObject("/nodeSelector");
      String wanted = each.getValue().asText();
      String own = selector.path(each.getKey()).asText(wanted);
      if (!own.equals(wanted)) {
        throw forbidden(
            pod,
            "conflict: runtimeClass.scheduling.nodeSelector[%1$s] = %2$s; pod.spec.nodeSelector[%1$s] = %3$s"
                .formatted(each.getKey(), wanted, own));
      }
      selector.put(each.getKey(), wanted);
    }
    if (!scheduling.isEmpty()) {
      MergedTolerations.of(spec.path("tolerations"), scheduling.path("tolerations"))
          .ifPresent(merged -> spec.set("tolerations", merged));
    }
  }

  private static ApiException forbidden(ObjectNode pod, String why) {
    return ApiErrors.forbidden(
        ResourceTypes.PODS, pod.path("metadata").path("name").asText(""), why);
  }
}
