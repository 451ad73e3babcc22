package dev.cnilab.cluster.kubelet.certificate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.client.Watch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.object.Conditions;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.KeyType;
import dev.cnilab.cluster.tls.PemText;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.loop.WaitQueue;
import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A CertificateSigningRequest of a kubelet and the wait for its certificate. */
final class CertificateRequest {
  private static final KeyType TYPE = KeyType.ECDSAP256;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(15);

  private final EventLoop loop;
  private final ApiClient client;
  private final KeyPair keys;
  private final WaitQueue news;
  private @Nullable WatchEvent last;

  /** A request for a new key. */
  CertificateRequest(EventLoop loop, ApiClient client) {
    this.loop = loop;
    this.client = client;
    this.keys = TYPE.generate(loop.random());
    this.news = new WaitQueue(loop);
  }

  /**
   * Sends it.
   *
   * @return the object's name
   * @throws dev.cnilab.cluster.client.ApiException if the server refuses it
   */
  String send(String user) {
    byte[] request = TYPE.request(new Subject(user, List.of("system:nodes")), keys, loop.random());
    ObjectNode object = Json.object();
    object.put("apiVersion", "certificates.k8s.io/v1").put("kind", "CertificateSigningRequest");
    object.putObject("metadata").put("generateName", "csr-");
    object
        .putObject("spec")
        .put("request", Base64Text.encoded(PemText.block("CERTIFICATE REQUEST", request)))
        .put("signerName", "kubernetes.io/kube-apiserver-client-kubelet")
        .putArray("usages")
        .add("digital signature")
        .add("client auth");
    return client.create(ResourceTypes.CERTIFICATE_SIGNING_REQUESTS, KubeObject.of(object)).name();
  }

  /**
   * Waits for the answer, for a quarter of an hour at most.
   *
   * @return the certificate with its key, in PEM
   * @throws IOException in the kubelet's words if there is none
   */
  String await(String name) throws IOException {
    long deadline = loop.nanoTime() + LONGEST_WAIT.toNanos();
    Watch watch =
        client.watch(
            ResourceTypes.CERTIFICATE_SIGNING_REQUESTS,
            "",
            ListOptions.fields("metadata.name=" + name),
            event -> {
              last = event;
              news.wakeAll();
            });
    try {
      while (true) {
        Optional<String> issued = issued(name);
        long left = deadline - loop.nanoTime();
        if (issued.isPresent()) {
          return issued.get() + PemText.block("PRIVATE KEY", keys.getPrivate().getEncoded());
        } else if (left <= 0 || !news.await(Duration.ofNanos(left))) {
          throw new IOException("timed out waiting for the condition");
        }
      }
    } finally {
      watch.close();
    }
  }

  private Optional<String> issued(String name) throws IOException {
    WatchEvent event = last;
    if (event == null) {
      return Optional.empty();
    }
    if (event.type() == WatchEvent.Type.DELETED) {
      throw unanswered("csr \"" + name + "\" was deleted");
    }
    JsonNode conditions = event.object().at("/status/conditions");
    refuse(Conditions.find(conditions, "Denied"), "is denied");
    refuse(Conditions.find(conditions, "Failed"), "failed");
    return Optional.of(event.object().text("/status/certificate"))
        .filter(certificate -> !certificate.isEmpty())
        .map(Base64Text::decoded);
  }

  private static void refuse(Optional<JsonNode> condition, String verb) throws IOException {
    if (condition.isPresent()) {
      throw unanswered(
          "certificate signing request %s, reason: %s, message: %s"
              .formatted(
                  verb,
                  condition.get().path("reason").asText(),
                  condition.get().path("message").asText()));
    }
  }

  private static IOException unanswered(String why) {
    return new IOException("cannot watch on the certificate signing request: " + why);
  }
}
