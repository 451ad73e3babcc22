package dev.cnilab.cluster.controller.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.tls.Authority;
import dev.cnilab.cluster.apiserver.tls.SigningRequest;
import dev.cnilab.cluster.apiserver.tls.Usage;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
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
    client
        .find(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, "", key.name())
        .filter(request -> SIGNERS.containsKey(request.text("/spec/signerName")))
        .filter(request -> request.text("/status/certificate").isEmpty())
        .filter(request -> is(request, "Approved"))
        .filter(request -> !is(request, "Denied") && !is(request, "Failed"))
        .ifPresent(this::sign);
  }

  private static boolean is(KubeObject request, String decision) {
    return Conditions.find(request.at("/status/conditions"), decision).isPresent();
  }

  private void sign(KubeObject request) {
    KubeObject answered;
    try {
      requireUsage(request);
      String text = decoded(request.text("/spec/request"));
      String certificate =
          authority.sign(
              SigningRequest.parse(text), usages(request), context.loop().now(), time(request));
      answered =
          request.edit(json -> json.withObject("/status").put("certificate", encoded(certificate)));
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

  private static List<Usage> usages(KubeObject request) {
    List<Usage> usages = new ArrayList<>();
    for (JsonNode usage : request.at("/spec/usages")) {
      Usage.of(usage.asText()).ifPresent(usages::add);
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

  private static String decoded(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.US_ASCII);
  }

  private static String encoded(String pem) {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }
}
