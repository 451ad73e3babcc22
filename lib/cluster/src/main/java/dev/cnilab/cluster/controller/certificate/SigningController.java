package dev.cnilab.cluster.controller.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.CertificateUsage;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Signs approved requests for Kubernetes' own signers ({@code pkg/controller/certificates/signer}).
 */
public final class SigningController implements AutoCloseable {
  /** The shortest time that a request may ask for. */
  private static final Duration SHORTEST = Duration.ofMinutes(10);

  /** The signers, and the usage that a certificate of each must have. */
  private static final Map<String, String> SIGNERS =
      Map.of(
          "kubernetes.io/kube-apiserver-client", "client auth",
          "kubernetes.io/kube-apiserver-client-kubelet", "client auth",
          "kubernetes.io/kubelet-serving", "server auth",
          "kubernetes.io/legacy-unknown", "");

  private final ControllerContext context;
  private final ApiClient client;
  private final Authority authority;
  private final Duration time;
  private final ControlLoop control;

  /**
   * Starts the controller.
   *
   * @param authority signs the certificates
   * @param time how long they are valid, unless their requests ask for less
   */
  public SigningController(ControllerContext context, Authority authority, Duration time) {
    this.context = context;
    this.client = context.client();
    this.authority = authority;
    this.time = time;
    this.control =
        context.controlLoop(this::reconcile).watch(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS);
  }

  @Override
  public void close() {
    control.close();
  }

  private void reconcile(ObjectKey key) {
    CertificateSigningRequest.find(client, key)
        .filter(request -> SIGNERS.containsKey(request.signer()) && !request.isSigned())
        .filter(request -> request.is("Approved"))
        .filter(request -> !request.is("Denied") && !request.is("Failed"))
        .ifPresent(this::sign);
  }

  private void sign(CertificateSigningRequest wanted) {
    KubeObject request = wanted.object();
    KubeObject answered;
    try {
      requireUsage(request);
      String certificate =
          authority.sign(wanted.content(), usages(request), context.loop().now(), time(request));
      answered =
          request.edit(
              json ->
                  json.withObject("/status").put("certificate", Base64Text.encoded(certificate)));
    } catch (GeneralSecurityException unfit) {
      answered = request.edit(json -> fail(json, String.valueOf(unfit.getMessage())));
    }
    client.updateStatus(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, answered);
  }

  private static void requireUsage(KubeObject request) throws GeneralSecurityException {
    String wanted = SIGNERS.getOrDefault(request.text("/spec/signerName"), "");
    boolean has = wanted.isEmpty();
    for (JsonNode usage : request.at("/spec/usages")) {
      has |= usage.asText().equals(wanted);
    }
    if (!has) {
      throw new GeneralSecurityException("usages did not match: \"" + wanted + "\" is missing");
    }
  }

  private static List<CertificateUsage> usages(KubeObject request) {
    List<CertificateUsage> usages = new ArrayList<>();
    for (JsonNode usage : request.at("/spec/usages")) {
      CertificateUsage.of(usage.asText()).ifPresent(usages::add);
    }
    return usages;
  }

  private Duration time(KubeObject request) {
    JsonNode seconds = request.at("/spec/expirationSeconds");
    Duration wanted = seconds.isNumber() ? Duration.ofSeconds(seconds.asLong()) : time;
    if (wanted.compareTo(time) >= 0) {
      return time;
    }
    return wanted.compareTo(SHORTEST) < 0 ? SHORTEST : wanted;
  }

  private void fail(ObjectNode json, String why) {
    String now = context.timestamp();
    json.withObject("/status")
        .withArray("/conditions")
        .add(
            Conditions.of("Failed", "True", "SignerValidationFailure", why)
                .put("lastUpdateTime", now)
                .put("lastTransitionTime", now));
  }
}
