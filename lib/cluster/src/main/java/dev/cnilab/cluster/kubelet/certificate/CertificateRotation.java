package dev.cnilab.cluster.kubelet.certificate;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.lifetime.Lifetime;
import dev.cnilab.cluster.log.Klog;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Renews a kubelet's certificate once 70 to 90 % of its time have passed, and at once if it has
 * none or another node's ({@code client-go/util/certificate}).
 */
public final class CertificateRotation {
  private static final double EARLIEST = 0.7;
  private static final double SPREAD = 0.2;
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration FIRST_BACK_OFF = Duration.ofSeconds(2);
  private static final int TRIES = 5;
  private static final Duration LATER = Duration.ofSeconds(32);
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final String LOGGER = "kubernetes.io/kube-apiserver-client-kubelet.UnhandledError";

  private final Lifetime lifetime;
  private final CertificateStore store;
  private final ClientIdentity identity;
  private final String user;
  private final Klog log;
  private final ApiClient client;

  /**
   * Rotation for one run of a kubelet.
   *
   * @param client sends the requests
   * @param node the name of the kubelet's node
   */
  public CertificateRotation(
      Lifetime lifetime,
      CertificateStore store,
      ClientIdentity identity,
      ApiClient client,
      String node,
      Klog log) {
    this.lifetime = lifetime;
    this.store = store;
    this.identity = identity;
    this.client = client;
    this.user = "system:node:" + node;
    this.log = log;
  }

  /**
   * Who a kubelet is that has just started. Without a valid certificate in its store it begins with
   * the one in its kubeconfig ({@code getCurrentCertificateOrBootstrap}).
   *
   * @throws IOException in its words if the current file cannot be used
   */
  public static ClientIdentity identity(
      Lifetime lifetime, CertificateStore store, KubeconfigCertificate kubeconfig, Klog log)
      throws IOException {
    Optional<ClientCertificate> current = store.current(log).or(kubeconfig::named);
    if (current.isPresent() && !current.get().isExpired(lifetime.now())) {
      return ClientIdentity.lasting(lifetime::now, current.get());
    }
    if (kubeconfig.embedded().isPresent()) {
      try {
        store.update(kubeconfig.embedded().get().pem(), lifetime.now());
      } catch (IOException impossible) {
        failure(
            log,
            547,
            String.valueOf(impossible.getMessage()),
            "Unable to set the cert/key pair to the bootstrap certificate");
      }
    }
    return ClientIdentity.provisional(lifetime::now, kubeconfig.embedded());
  }

  /** Plans the first renewal, and after it the next one. */
  public void start() {
    Duration wait = Duration.between(lifetime.now(), deadline());
    lifetime.after(
        wait.isNegative() ? Duration.ZERO : wait,
        () -> lifetime.spawn("certificate rotation", this::rotate));
  }

  private Instant deadline() {
    Optional<ClientCertificate> current = identity.current();
    if (current.isEmpty() || !identity.isLasting(user)) {
      return lifetime.now();
    }
    double part = EARLIEST + SPREAD * lifetime.loop().random().nextDouble();
    return current.get().from().plusMillis((long) (current.get().validity().toMillis() * part));
  }

  private void rotate() {
    Duration backOff = FIRST_BACK_OFF;
    for (int tries = 1; !isRenewed(); tries++) {
      if (tries == TRIES) {
        failure(
            470,
            "timed out waiting for the condition",
            "Reached backoff limit, still unable to rotate certs");
      }
      lifetime.loop().sleep(tries < TRIES ? lifetime.jitter(backOff, 0.1) : LATER);
      lifetime.requireAlive();
      backOff = backOff.multipliedBy(2);
    }
    lifetime.after(PAUSE, this::start);
  }

  private boolean isRenewed() {
    CertificateRequest request = new CertificateRequest(lifetime.loop(), client);
    String name;
    try {
      name = request.send(user);
    } catch (ApiException refused) {
      lifetime.requireAlive();
      failure(
          605,
          "cannot create certificate signing request: " + refused.status().message(),
          "Failed while requesting a signed certificate from the control plane");
      int code = refused.status().code();
      identity.serverIsHealthy(
          !refused.isUnreachable() && (code == UNAUTHORIZED || code == FORBIDDEN));
      return false;
    }
    String pem;
    try {
      pem = request.await(name);
    } catch (IOException unanswered) {
      lifetime.requireAlive();
      failure(622, String.valueOf(unanswered.getMessage()), "Certificate request was not signed");
      return false;
    }
    lifetime.requireAlive();
    try {
      identity.renew(store.update(pem, lifetime.now()));
      return true;
    } catch (IOException impossible) {
      failure(
          631, String.valueOf(impossible.getMessage()), "Unable to store the new cert/key pair");
      return false;
    }
  }

  private void failure(int line, String why, String message) {
    failure(log, line, why, message);
  }

  private static void failure(Klog log, int line, String why, String message) {
    log.failure("certificate_manager.go:" + line, why, message, "logger", LOGGER);
  }
}
