package dev.cnilab.cluster.apiserver.admission.policy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.LabelSelector;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Finds the parameter objects of policies ({@code paramKind}, {@code paramRef}).
 *
 * @param types the kinds that are served now
 */
public record Parameters(ObjectStore store, Supplier<List<ResourceType>> types) {
  /**
   * The parameter objects of a binding; none if it names none; empty if they are required and
   * absent.
   */
  Optional<List<KubeObject>> of(KubeObject policy, KubeObject binding, AdmissionRequest request) {
    JsonNode kind = policy.at("/spec/paramKind");
    JsonNode reference = binding.at("/spec/paramRef");
    if (kind.isMissingNode() || reference.isMissingNode()) {
      return Optional.of(List.of());
    }
    List<KubeObject> found =
        types.get().stream()
            .filter(type -> type.apiVersion().equals(kind.path("apiVersion").asText()))
            .filter(type -> type.kind().equals(kind.path("kind").asText()))
            .flatMap(type -> meant(type, reference, request).stream())
            .toList();
    boolean denied = reference.path("parameterNotFoundAction").asText().equals("Deny");
    return found.isEmpty() && denied ? Optional.empty() : Optional.of(found);
  }

  private List<KubeObject> meant(ResourceType type, JsonNode reference, AdmissionRequest request) {
    String namespace =
        type.namespaced() ? reference.path("namespace").asText(request.subject().namespace()) : "";
    String name = reference.path("name").asText("");
    if (!name.isEmpty()) {
      return store.find(type, namespace, name).stream().toList();
    }
    LabelSelector selector = LabelSelector.of(reference.path("selector"));
    return store.list(type, namespace).stream()
        .filter(object -> selector.matches(object.labels()))
        .toList();
  }
}
