package dev.cnilab.cluster.apiserver;

import dev.cnilab.cluster.apiserver.authorization.ClientCertificates;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.connection.limit.HttpLimits;
import dev.cnilab.cluster.apiserver.connection.stream.Outage;
import dev.cnilab.cluster.apiserver.custom.ApiExtension;
import dev.cnilab.cluster.apiserver.definition.Definitions;
import dev.cnilab.cluster.apiserver.http.HttpEndpoint;
import dev.cnilab.cluster.apiserver.http.WireApi;
import dev.cnilab.cluster.apiserver.kubelet.KubeletAddress;
import dev.cnilab.cluster.apiserver.kubelet.KubeletService;
import dev.cnilab.cluster.apiserver.kubelet.Kubelets;
import dev.cnilab.cluster.apiserver.kubelet.network.NetworkKubelets;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.config.Credential;
import dev.cnilab.cluster.line.Handover;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.Authority;
import dev.cnilab.cluster.tls.PemText;
import dev.cnilab.netsim.loop.EventLoop;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A Kubernetes API server. The parts of the cluster reach it through {@link #client}, everyone else
 * over HTTP once it {@link #listen}s.
 */
public final class ApiServer {
  private final ApiCore core;
  private final ClientCertificates certificates;

  /** The certificates parsed from the PEM texts that clients have shown. */
  private final Map<String, Optional<X509Certificate>> shown = new HashMap<>();

  /** A server with an empty store and unguessable tokens. On the loop only. */
  public ApiServer(EventLoop loop) {
    this(loop, new SecureRandom());
  }

  /**
   * A server with an empty store. On the loop only.
   *
   * @param secrets the source of values that must be unguessable
   */
  public ApiServer(EventLoop loop, RandomGenerator secrets) {
    this.core = new ApiCore(loop, secrets);
    this.certificates = new ClientCertificates(Authority.create(secrets, loop.now()), loop::now);
    Definitions.follow(core);
  }

  /** A client that acts as a user. */
  public ApiClient client(User user) {
    return new LocalClient(core, () -> user, "");
  }

  /**
   * A client that authenticates with a credential.
   *
   * @param agent its name in managedFields, "" to be left out
   * @throws dev.cnilab.cluster.client.ApiException 401 if the credential is unknown; so does each
   *     call once a token has expired
   */
  public ApiClient client(Credential credential, String agent) {
    return new LocalClient(core, identity(credential), agent);
  }

  private Supplier<User> identity(Credential credential) {
    return switch (credential) {
      case Credential.Token(String token) -> {
        if (core.authenticate(token).isEmpty()) {
          throw ApiErrors.unauthorized();
        }
        yield () -> core.authenticate(token).orElseThrow(ApiErrors::unauthorized);
      }
      case Credential.Certificate(String pem) -> {
        User user =
            shown
                .computeIfAbsent(pem, PemText::certificate)
                .flatMap(certificates::user)
                .orElseThrow(ApiErrors::unauthorized);
        yield () -> user;
      }
      case Credential.Anonymous() -> User::anonymous;
    };
  }

  /** The authority whose certificates identify the cluster's parts. */
  public Authority authority() {
    return certificates.authority();
  }

  /** Makes it look for kubelets at their nodes' addresses. On the loop only. */
  public void reach(Handover<KubeletService> kubelets) {
    reach(
        new NetworkKubelets(
            node -> KubeletAddress.of(core.registry().get(ResourceTypes.NODES, "", node)),
            core.egress().network(),
            kubelets));
  }

  /** Sets how it reaches kubelets for exec, attach and logs. On the loop only. */
  void reach(Kubelets kubelets) {
    core.reach(kubelets);
  }

  /** Deletes every object and notifies the watches, as if etcd had been emptied. */
  public void clear() {
    for (ResourceType type : core.resources().all()) {
      for (KubeObject object : List.copyOf(core.store().list(type, ""))) {
        core.store().remove(type, object.namespace(), object.name());
      }
    }
  }

  /** What keeps clients from outside waiting during {@link #clear} and what follows it. */
  public Outage outage() {
    return core.outage();
  }

  /** Serves one more API group. On the loop only. */
  public void extend(ApiExtension extension) {
    extension.types().forEach(core.resources()::add);
    core.extensions().add(extension);
  }

  /** Serves requests that arrive over the simulated network. */
  public WireApi wire() {
    return new WireApi(core);
  }

  /**
   * Serves the API on 127.0.0.1.
   *
   * @param port 0 for any free port
   * @throws java.io.UncheckedIOException if the port is taken; the message says what to do
   */
  public HttpEndpoint listen(int port) {
    return listen(port, HttpLimits.standard());
  }

  /** Like {@link #listen(int)}, with other limits than the standard ones. */
  public HttpEndpoint listen(int port, HttpLimits limits) {
    return HttpEndpoint.start(core, certificates, port, limits);
  }
}
