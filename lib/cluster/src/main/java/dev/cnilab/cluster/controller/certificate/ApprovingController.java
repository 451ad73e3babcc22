package dev.cnilab.cluster.controller.certificate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.security.GeneralSecurityException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Approves what kubelets request for themselves as clients, if they are permitted to have it
 * ({@code pkg/controller/certificates/approver}). All other requests wait for a person.
 */
public final class ApprovingController implements AutoCloseable {
  private static final String SIGNER = "kubernetes.io/kube-apiserver-client-kubelet";
  private static final List<Set<String>> USAGES =
      List.of(
          Set.of("digital signature", "client auth"),
          Set.of("digital signature", "client auth", "key encipherment"));

  private final ApiClient client;
  private final ControlLoop control;

  /** What the requester must be permitted to create, and the message of its approval. */
  private record Right(String subresource, String message) {
    /** A kubelet renews its certificate. */
    static final Right RENEWAL =
        new Right(
            "selfnodeclient",
            "Auto approving self kubelet client certificate after SubjectAccessReview.");

    /** The first certificate, for which another one vouches. */
    static final Right FIRST =
        new Right(
            "nodeclient", "Auto approving kubelet client certificate after SubjectAccessReview.");
  }

  /** Starts the controller. */
  public ApprovingController(ControllerContext context) {
    this.client = context.client();
    this.control =
        context.controlLoop(this::reconcile).watch(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    CertificateSigningRequest.find(client, key)
        .filter(request -> request.signer().equals(SIGNER) && !request.isSigned())
        .filter(request -> !request.is("Approved") && !request.is("Denied"))
        .ifPresent(this::approve);
  }

  private void approve(CertificateSigningRequest wanted) {
    Optional<String> node = node(wanted);
    if (node.isEmpty()) {
      return;
    }
    KubeObject request = wanted.object();
    boolean isOwn = node.get().equals(request.text("/spec/username"));
    List<Right> enough = isOwn ? List.of(Right.RENEWAL, Right.FIRST) : List.of(Right.FIRST);
    enough.stream()
        .filter(right -> mayHave(request, right))
        .findFirst()
        .ifPresent(
            right ->
                client.updateSubresource(
                    ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
                    request.edit(json -> add(json, right)),
                    "approval"));
  }

  /** The user's name of the kubelet that a request is for; empty if it is not for one. */
  private static Optional<String> node(CertificateSigningRequest request) {
    Set<String> usages = new HashSet<>();
    request.object().at("/spec/usages").forEach(usage -> usages.add(usage.asText()));
    try {
      return Optional.of(request.content())
          .filter(each -> USAGES.contains(usages))
          .filter(each -> each.alternatives().isEmpty())
          .filter(each -> each.subject().organizations().equals(List.of("system:nodes")))
          .map(each -> each.subject().commonName())
          .filter(name -> name.startsWith("system:node:"));
    } catch (GeneralSecurityException invalid) {
      return Optional.empty();
    }
  }

  private boolean mayHave(KubeObject request, Right right) {
    KubeObject review =
        KubeObject.named(ResourceTypes.SUBJECT_ACCESS_REVIEWS, "", "")
            .edit(json -> ask(json.putObject("spec"), request, right));
    return client
        .create(ResourceTypes.SUBJECT_ACCESS_REVIEWS, review)
        .at("/status/allowed")
        .asBoolean();
  }

  private static void ask(ObjectNode spec, KubeObject request, Right right) {
    spec.put("user", request.text("/spec/username")).put("uid", request.text("/spec/uid"));
    spec.set("groups", request.at("/spec/groups"));
    spec.putObject("resourceAttributes")
        .put("group", ResourceTypes.CERTIFICATE_SIGNING_REQUESTS.group())
        .put("resource", ResourceTypes.CERTIFICATE_SIGNING_REQUESTS.plural())
        .put("verb", "create")
        .put("version", "*")
        .put("subresource", right.subresource());
  }

  private static void add(ObjectNode request, Right right) {
    request
        .withObject("/status")
        .withArray("/conditions")
        .add(Conditions.of("Approved", "True", "AutoApproved", right.message()));
  }
}
