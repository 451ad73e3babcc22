package dev.cnilab.cluster.apiserver.admission.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.apiserver.proxy.ServerNetwork;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.cni.json.GoJson;
import dev.cnilab.cluster.cni.json.GoJsonException;
import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.gonet.GoUrl;
import dev.cnilab.cluster.image.http.HttpCall;
import dev.cnilab.cluster.image.http.HttpExchange;
import dev.cnilab.cluster.image.http.HttpOrigin;
import dev.cnilab.cluster.image.http.HttpReceived;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.tls.ShownCertificate;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.Task;
import dev.cnilab.netsim.loop.TaskInterrupted;
import dev.cnilab.netsim.loop.WaitQueue;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Calls webhooks from kube-apiserver's place in the network. A service is called at its cluster IP,
 * so kube-proxy's rules apply, as do routes and links; a URL has to contain an address. In a task
 * only.
 */
public final class WebhookCaller {
  private final ServerNetwork network;
  private final ObjectStore store;
  private final EventLoop loop;

  public WebhookCaller(ServerNetwork network, ObjectStore store, EventLoop loop) {
    this.network = network;
    this.store = store;
    this.loop = loop;
  }

  /** Why a webhook cannot be reached. */
  private static final class UnreachedException extends Exception {
    private static final long serialVersionUID = 1;

    UnreachedException(String why) {
      super(why);
    }
  }

  /**
   * Calls all of them at once, each with its own timeout. If the task that waits is interrupted, so
   * are they. An unexpected exception in one is thrown once all have ended.
   */
  public Map<String, WebhookAnswer> ask(List<WebhookCall> calls) {
    Map<String, WebhookAnswer> answers = new LinkedHashMap<>();
    WaitQueue ended = new WaitQueue(loop);
    List<RuntimeException> defects = new ArrayList<>();
    List<Task> asking = new ArrayList<>();
    for (WebhookCall call : calls) {
      asking.add(
          loop.spawn(
              "webhook " + call.key(),
              () -> {
                try {
                  answers.put(call.key(), ask(call));
                } catch (RuntimeException defect) {
                  defects.add(defect);
                } finally {
                  ended.wakeAll();
                }
              }));
    }
    try {
      while (!asking.stream().allMatch(Task::isFinished)) {
        ended.await();
      }
    } catch (TaskInterrupted givenUp) {
      asking.forEach(Task::interrupt);
      throw givenUp;
    }
    if (!defects.isEmpty()) {
      throw defects.getFirst();
    }
    return answers;
  }

  private WebhookAnswer ask(WebhookCall call) {
    try {
      return read(send(call), call);
    } catch (UnreachedException unreached) {
      return new WebhookAnswer.Failed(
          "failed to call webhook: Post \"%s\": %s".formatted(call.url(), unreached.getMessage()));
    } catch (IllegalArgumentException invalid) { // no URL, no port, no certificates
      return new WebhookAnswer.Failed("failed to call webhook: " + invalid.getMessage());
    }
  }

  private HttpReceived send(WebhookCall call) throws UnreachedException {
    HttpOrigin origin = origin(call);
    NetworkNamespace from =
        network.current().orElseThrow(() -> new UnreachedException("kube-apiserver does not run"));
    HttpCall question =
        new HttpCall(
            "POST",
            target(call),
            Map.of("Content-Type", "application/json", "User-Agent", "kube-apiserver-admission"),
            call.review().toString().getBytes(StandardCharsets.UTF_8));
    try {
      return HttpExchange.send(
          from, origin, question, call.timeout(), shown -> require(shown, call));
    } catch (ErrnoException failed) {
      throw new UnreachedException(
          switch (failed.errno()) {
            case ETIMEDOUT -> "context deadline exceeded";
            case EMSGSIZE -> "the answer is longer than " + HttpExchange.LARGEST_BODY + " bytes";
            default -> GoNet.dial(origin.endpoint(), failed);
          });
    } catch (SSLPeerUnverifiedException untrusted) {
      throw new UnreachedException("tls: failed to verify certificate: " + untrusted.getMessage());
    } catch (SSLException noTls) {
      throw new UnreachedException("tls: first record does not look like a TLS handshake");
    }
  }

  private void require(X509Certificate shown, WebhookCall call) throws SSLPeerUnverifiedException {
    Optional<String> objection =
        new ShownCertificate(shown).objection(call.authorities(), call.host(), loop.now());
    if (objection.isPresent()) {
      throw new SSLPeerUnverifiedException(objection.get());
    }
  }

  private HttpOrigin origin(WebhookCall call) throws UnreachedException {
    JsonNode service = call.client().path("service");
    if (service.isMissingNode()) {
      return ofUrl(GoUrl.parse(call.client().path("url").asText()));
    }
    String name = service.path("name").asText();
    KubeObject found =
        store
            .find(ResourceTypes.SERVICES, service.path("namespace").asText(), name)
            .orElseThrow(() -> new UnreachedException("service \"" + name + "\" not found"));
    if (!hasPort(found, call.port())) {
      throw new UnreachedException(
          "no service port %d found for service \"%s\"".formatted(call.port(), name));
    }
    return new HttpOrigin(
        true,
        Ipv4Address.read(found.text("/spec/clusterIP"))
            .orElseThrow(
                () ->
                    new UnreachedException(
                        "cannot route to service with ClusterIP \""
                            + found.text("/spec/clusterIP")
                            + "\"")),
        call.port());
  }

  private static HttpOrigin ofUrl(GoUrl url) throws UnreachedException {
    String host = url.hostname();
    return new HttpOrigin(
        true,
        Ipv4Address.read(host).orElseThrow(() -> new UnreachedException(GoNet.noSuchHost(host))),
        url.port(443));
  }

  private static String target(WebhookCall call) {
    if (call.client().has("service")) {
      return call.target();
    }
    GoUrl url = GoUrl.parse(call.url());
    return (url.path().isEmpty() ? "/" : url.escapedPath()) + "?" + url.query();
  }

  private static boolean hasPort(KubeObject service, int port) {
    for (JsonNode each : service.at("/spec/ports")) {
      if (each.path("port").asInt() == port) {
        return true;
      }
    }
    return false;
  }

  static WebhookAnswer read(HttpReceived received, WebhookCall call) {
    if (received.status() >= 300) {
      return new WebhookAnswer.Failed(
          "failed to call webhook: the server responded with the status code "
              + received.status()
              + " but did not return more information");
    }
    JsonNode response;
    try {
      response = GoJson.parse(received.body()).path("response");
    } catch (GoJsonException malformed) {
      return new WebhookAnswer.Failed(
          "failed to call webhook: couldn't get version/kind; json parse error: "
              + malformed.getMessage());
    }
    if (response.isMissingNode() || response.isNull()) {
      return new WebhookAnswer.Failed(WebhookPatch.INVALID + "webhook response was absent");
    }
    String uid = call.review().at("/request/uid").asText();
    if (!response.path("uid").asText("").equals(uid)) {
      return new WebhookAnswer.Failed(
          WebhookPatch.INVALID
              + "expected response.uid=\"%s\", got \"%s\""
                  .formatted(uid, response.path("uid").asText("")));
    }
    return new WebhookAnswer.Reviewed(response);
  }
}
