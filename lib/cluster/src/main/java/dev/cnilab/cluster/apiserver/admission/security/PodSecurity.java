package dev.cnilab.cluster.apiserver.admission.security;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Operation;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Checks pods against the standard in their namespace's labels, and warns of workloads whose pods
 * would violate it; {@code k8s.io/pod-security-admission}. The mode {@code audit} is read and has
 * no effect, as there is no audit log.
 */
public final class PodSecurity implements ValidatingAdmission {
  private final ObjectStore store;

  public PodSecurity(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void validate(AdmissionRequest request) {
    KubeObject object = request.object();
    if (object == null) {
      return;
    }
    switch (request.type().qualifiedPlural()) {
      case "namespaces" -> namespace(request, object);
      case "pods" -> pod(request, object);
      case "podtemplates" -> template(request, object, object.at("/template/spec"));
      case "cronjobs.batch" ->
          template(request, object, object.at("/spec/jobTemplate/spec/template/spec"));
      case "replicationcontrollers",
          "replicasets.apps",
          "deployments.apps",
          "statefulsets.apps",
          "daemonsets.apps",
          "jobs.batch" ->
          template(request, object, object.at("/spec/template/spec"));
      default -> {}
    }
  }

  private void pod(AdmissionRequest request, KubeObject pod) {
    boolean isNew = request.operation() == Operation.CREATE;
    boolean isDebugged = request.subresource().equals("ephemeralcontainers");
    if (!isNew && !isDebugged) {
      return;
    }
    Map<String, String> labels = labels(pod.namespace());
    PodSpec spec = new PodSpec(pod.at("/spec"));
    String violation = Standard.enforced(labels).words(spec);
    if (!violation.isEmpty()) {
      throw ApiErrors.forbidden(request.type(), pod.name(), "violates " + violation);
    }
    warn(request, Standard.warned(labels).words(spec));
  }

  private void template(AdmissionRequest request, KubeObject workload, JsonNode spec) {
    if (request.subresource().isEmpty() && spec.isObject()) {
      warn(request, Standard.warned(labels(workload.namespace())).words(new PodSpec(spec)));
    }
  }

  private static void warn(AdmissionRequest request, String violation) {
    if (!violation.isEmpty()) {
      request.warnings().accept("would violate " + violation);
    }
  }

  private Map<String, String> labels(String namespace) {
    return store
        .find(ResourceTypes.NAMESPACES, "", namespace)
        .map(KubeObject::labels)
        .orElse(Map.of());
  }

  private void namespace(AdmissionRequest request, KubeObject namespace) {
    if (!request.subresource().isEmpty()) {
      return;
    }
    List<FieldError> errors = Standard.errors(namespace.labels());
    if (!errors.isEmpty()) {
      throw InvalidObject.of(request.type(), namespace.name(), errors);
    }
    KubeObject old = request.old();
    Standard before = old == null ? Standard.NONE : Standard.enforced(old.labels());
    Standard after = Standard.enforced(namespace.labels());
    if (old != null && !after.equals(before) && after.level().compareTo(before.level()) > 0) {
      warnOfPresent(request, namespace.name(), after);
    }
  }

  /** Existing pods stay; only one of those with the same owner is checked. */
  private void warnOfPresent(AdmissionRequest request, String namespace, Standard standard) {
    Map<String, KubeObject> distinct = new LinkedHashMap<>();
    for (KubeObject pod : store.list(ResourceTypes.PODS, namespace)) {
      String owner = pod.controllerUid();
      distinct.putIfAbsent(owner.isEmpty() ? pod.uid() : owner, pod);
    }
    Map<String, List<String>> names = new LinkedHashMap<>();
    for (KubeObject pod : distinct.values()) {
      String reasons = standard.reasons(pod);
      if (!reasons.isEmpty()) {
        names.merge(
            reasons,
            List.of(pod.name()),
            (some, more) -> java.util.stream.Stream.concat(some.stream(), more.stream()).toList());
      }
    }
    if (names.isEmpty()) {
      return;
    }
    request
        .warnings()
        .accept(
            "existing pods in namespace \"%s\" violate the new PodSecurity enforce level \"%s\""
                .formatted(namespace, standard));
    names.forEach((reasons, pods) -> request.warnings().accept(several(pods) + ": " + reasons));
  }

  private static String several(List<String> pods) {
    int others = pods.size() - 1;
    return switch (others) {
      case 0 -> pods.getFirst();
      case 1 -> pods.getFirst() + " (and 1 other pod)";
      default -> "%s (and %d other pods)".formatted(pods.getFirst(), others);
    };
  }
}
