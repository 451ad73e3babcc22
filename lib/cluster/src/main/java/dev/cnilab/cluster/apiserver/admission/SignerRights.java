package dev.cnilab.cluster.apiserver.admission;

import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.SigningRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;

/**
 * Who may approve and sign certificate requests of which signer, and which subjects are forbidden:
 * the plugins CertificateApproval, CertificateSigning and CertificateSubjectRestriction of {@code
 * plugin/pkg/admission/certificates}.
 */
public final class SignerRights implements ValidatingAdmission {
  private static final ResourceType REQUESTS = ResourceTypes.CERTIFICATE_SIGNING_REQUESTS;
  private static final String OF_CLIENTS = "kubernetes.io/kube-apiserver-client";
  private static final String MASTERS = "system:masters";

  private final Rbac rbac;

  public SignerRights(Rbac rbac) {
    this.rbac = rbac;
  }

  @Override
  public void validate(AdmissionRequest request) {
    KubeObject old = request.old();
    KubeObject object = request.object();
    if (object == null) {
      return;
    }
    if (request.type().equals(ResourceTypes.POD_CERTIFICATE_REQUESTS)) {
      boolean isAnswer = request.subresource().equals("status");
      if (isAnswer && (old == null || !object.at("/status").equals(old.at("/status")))) {
        requireSigner(request.user(), object);
      }
      return;
    }
    if (!request.type().equals(REQUESTS)) {
      return;
    }
    switch (request.subresource()) {
      case "" -> {
        if (old == null) {
          requireNoMaster(object);
        }
      }
      case "approval" -> require(request.user(), "approve", object);
      case "status" -> {
        if (old == null || !object.at("/status").equals(old.at("/status"))) {
          require(request.user(), "sign", object);
        }
      }
      default -> {}
    }
  }

  /** For pods' certificates the status' strategy asks this, and not an admission plugin. */
  private void requireSigner(User user, KubeObject request) {
    if (!mayFor(user, "sign", request)) {
      throw InvalidObject.of(
          ResourceTypes.POD_CERTIFICATE_REQUESTS,
          request.name(),
          List.of(
              FieldError.forbidden(
                  "spec.signerName",
                  "User \"%s\" is not permitted to \"sign\" for signer \"%s\""
                      .formatted(user.name(), request.text("/spec/signerName")))));
    }
  }

  private boolean mayFor(User user, String verb, KubeObject request) {
    String signer = request.text("/spec/signerName");
    String all = signer.substring(0, signer.indexOf('/') + 1) + "*";
    return may(user, verb, signer) || may(user, verb, all);
  }

  private void require(User user, String verb, KubeObject request) {
    String signer = request.text("/spec/signerName");
    if (!mayFor(user, verb, request)) {
      throw refused(
          request,
          "user not permitted to %s requests with signerName \"%s\"".formatted(verb, signer));
    }
  }

  private boolean may(User user, String verb, String signer) {
    return rbac.allows(new Attributes(user, verb, REQUESTS.group(), "signers", "", "", signer, ""))
        .isPresent();
  }

  /** No request may ask for the group that may do everything. */
  private static void requireNoMaster(KubeObject request) {
    if (!request.text("/spec/signerName").equals(OF_CLIENTS)) {
      return;
    }
    List<String> groups;
    try {
      byte[] pem = Base64.getDecoder().decode(request.text("/spec/request"));
      groups =
          SigningRequest.parse(new String(pem, StandardCharsets.US_ASCII))
              .subject()
              .organizations();
    } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
      throw refused(request, "unable to parse CSR: " + unreadable.getMessage());
    }
    if (groups.contains(MASTERS)) {
      throw refused(
          request, "use of %s signer with %s group is not allowed".formatted(OF_CLIENTS, MASTERS));
    }
  }

  private static ApiException refused(KubeObject request, String why) {
    return ApiErrors.forbidden(REQUESTS, request.name(), why);
  }
}
