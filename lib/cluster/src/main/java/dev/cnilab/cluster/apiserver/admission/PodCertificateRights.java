package dev.cnilab.cluster.apiserver.admission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.authorization.NodeAuthorizer;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;

/**
 * A kubelet may request certificates for pods on its node only, from the signers that they name
 * ({@code plugin/pkg/admission/noderestriction}).
 */
public final class PodCertificateRights implements ValidatingAdmission {
  private final ObjectStore store;

  public PodCertificateRights(ObjectStore store) {
    this.store = store;
  }

  @Override
  public void validate(AdmissionRequest request) {
    Optional<String> node = NodeAuthorizer.nodeOf(request.user());
    KubeObject object = request.object();
    boolean isNew = request.old() == null && request.subresource().isEmpty();
    if (request.type().equals(ResourceTypes.POD_CERTIFICATE_REQUESTS)
        && object != null
        && isNew
        && node.isPresent()) {
      require(node.get(), object);
    }
  }

  private void require(String node, KubeObject request) {
    String named = request.text("/spec/nodeName");
    if (!named.equals(node)) {
      throw refused(
          request,
          "PodCertificateRequest.Spec.NodeName=\"%s\", which is not the requesting node \"%s\""
              .formatted(named, node));
    }
    String pod = request.namespace() + "/" + request.text("/spec/podName");
    Optional<KubeObject> found =
        store.find(ResourceTypes.PODS, request.namespace(), request.text("/spec/podName"));
    if (found.isEmpty() || !found.get().uid().equals(request.text("/spec/podUID"))) {
      throw ApiErrors.internal(
          "PodCertificateRequest for pod \"%s\" contains pod UID (\"%s\") which differs from running pod \"%s\""
              .formatted(pod, request.text("/spec/podUID"), found.map(KubeObject::uid).orElse("")));
    }
    if (!found.get().text("/spec/nodeName").equals(node)) {
      throw refused(
          request,
          "pod \"%s\" is not running on node \"%s\" named in the PodCertificateRequest"
              .formatted(pod, node));
    }
    String account = found.get().text("/spec/serviceAccountName");
    if (!account.equals(request.text("/spec/serviceAccountName"))) {
      throw refused(
          request,
          "PodCertificateRequest for pod \"%s\" contains serviceAccountName (\"%s\") that differs from running pod (\"%s\")"
              .formatted(pod, request.text("/spec/serviceAccountName"), account));
    }
    requireSigner(request, found.get(), pod);
  }

  private static void requireSigner(KubeObject request, KubeObject pod, String name) {
    String signer = request.text("/spec/signerName");
    for (JsonNode volume : pod.at("/spec/volumes")) {
      for (JsonNode source : volume.at("/projected/sources")) {
        if (source.at("/podCertificate/signerName").asText().equals(signer)) {
          return;
        }
      }
    }
    throw refused(
        request,
        "pod \"%s\" does not mount a podCertificate projected volume for signer \"%s\""
            .formatted(name, signer));
  }

  private static ApiException refused(KubeObject request, String why) {
    return ApiErrors.forbidden(ResourceTypes.POD_CERTIFICATE_REQUESTS, request.name(), why);
  }
}
