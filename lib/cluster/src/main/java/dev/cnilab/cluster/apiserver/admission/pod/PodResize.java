package dev.cnilab.cluster.apiserver.admission.pod;

import dev.cnilab.cluster.apiserver.admission.AdmissionRequest;
import dev.cnilab.cluster.apiserver.admission.ValidatingAdmission;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.placement.Resources;
import java.util.ArrayList;
import java.util.List;

/**
 * Refuses to resize a running pod beyond what its node could ever offer, even to this pod alone;
 * {@code plugin/pkg/admission/podresize} of Kubernetes.
 */
public final class PodResize implements ValidatingAdmission {
  private static final long MILLI = 1000;

  private final ObjectStore store;

  public PodResize(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void validate(AdmissionRequest request) {
    KubeObject pod = request.object();
    if (pod == null
        || !request.type().equals(ResourceTypes.PODS)
        || !request.subresource().equals("resize")) {
      return;
    }
    String node = pod.text("/spec/nodeName");
    if (node.isEmpty() || pod.at("/spec").equals(request.oldJson().path("spec"))) {
      return;
    }
    KubeObject known =
        store
            .find(ResourceTypes.NODES, "", node)
            .orElseThrow(() -> forbidden(pod, "node \"" + node + "\" not found"));
    requireRoom(pod, known);
  }

  private static void requireRoom(KubeObject pod, KubeObject node) {
    Resources wanted = Resources.requests(pod);
    Resources there = Resources.allocatable(node);
    List<String> lacks = new ArrayList<>();
    if (wanted.of("cpu") > there.of("cpu")) {
      lacks.add(lack("cpu", wanted.of("cpu"), there.of("cpu")));
    }
    if (wanted.of("memory") > there.of("memory")) {
      lacks.add(lack("memory", wanted.of("memory") / MILLI, there.of("memory") / MILLI));
    }
    if (!lacks.isEmpty()) {
      throw forbidden(
          pod, "node didn't have enough allocatable resources: " + String.join("; ", lacks));
    }
  }

  private static String lack(String name, long requested, long allocatable) {
    return name + ", requested: " + requested + ", allocatable: " + allocatable;
  }

  private static ApiException forbidden(KubeObject pod, String why) {
    return ApiErrors.forbidden(ResourceTypes.PODS, pod.name(), why);
  }
}
