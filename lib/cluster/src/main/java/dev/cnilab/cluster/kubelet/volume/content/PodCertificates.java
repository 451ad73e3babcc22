package dev.cnilab.cluster.kubelet.volume.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.kubelet.volume.content.PodCertificate.Requested;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.cluster.record.EventRecorder;
import dev.cnilab.cluster.record.EventType;
import dev.cnilab.cluster.tls.KeyType;
import dev.cnilab.userland.process.Machine;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Keys that a kubelet makes for pods, and the certificates that signers issue for them ({@code
 * pkg/kubelet/podcertificate}). It looks at a request when a volume is mounted and whenever its pod
 * is synchronized. After a restart of the kubelet they are requested again.
 */
public final class PodCertificates {
  private static final Duration JITTER = Duration.ofMinutes(5);

  private final ApiClient client;
  private final InstantSource clock;
  private final RandomGenerator secrets;
  private final EventRecorder recorder;
  private final Klog log;
  private final String node;
  private final Map<String, Map<JsonNode, PodCertificate>> ofPods = new HashMap<>();

  /**
   * None yet.
   *
   * @param client requests them
   * @param node the name of this kubelet's node
   */
  public PodCertificates(
      ApiClient client, Machine machine, EventRecorder recorder, Klog log, String node) {
    this.client = client;
    this.clock = machine.clock();
    this.secrets = machine.loop().random();
    this.recorder = recorder;
    this.log = log;
    this.node = node;
  }

  /**
   * What a {@code podCertificate} of a pod's projected volume consists of.
   *
   * @throws VolumeException until its signer has issued it
   */
  PodCertificate.Bundle bundle(Pod pod, JsonNode source) throws VolumeException {
    PodCertificate certificate =
        ofPods
            .computeIfAbsent(pod.uid(), uid -> new HashMap<>())
            .computeIfAbsent(source, part -> new PodCertificate());
    try {
      advance(pod, source, certificate);
    } catch (ApiException refused) {
      log.failure(
          "podcertificatemanager.go:422",
          refused.status().message(),
          "while handling podCertificate projected volume source",
          "namespace",
          pod.namespace(),
          "pod",
          pod.name());
    }
    return certificate.bundle();
  }

  public void forget(String podUid) {
    ofPods.remove(podUid);
  }

  private void advance(Pod pod, JsonNode source, PodCertificate certificate) {
    Instant now = clock.instant();
    certificate.warn(now, (reason, message) -> warn(pod, reason, message));
    if (certificate.isDue(now)) {
      certificate.request(request(pod, source, now));
    }
    Requested waiting = certificate.requested();
    if (waiting == null) {
      return;
    }
    Optional<KubeObject> found =
        client.find(ResourceTypes.POD_CERTIFICATE_REQUESTS, pod.namespace(), waiting.name());
    if (found.isEmpty()) {
      certificate.missing(now);
    } else {
      certificate.read(
          found.get(),
          Duration.ofNanos(secrets.nextLong(JITTER.toNanos())),
          (reason, message) -> warn(pod, reason, message));
    }
  }

  private Requested request(Pod pod, JsonNode source, Instant now) {
    KeyType type = KeyType.valueOf(source.path("keyType").asText());
    KeyPair keys = type.generate(secrets);
    String account = pod.object().text("/spec/serviceAccountName");
    ObjectNode request = Json.object();
    request.put("apiVersion", "certificates.k8s.io/v1").put("kind", "PodCertificateRequest");
    request
        .putObject("metadata")
        .put("namespace", pod.namespace())
        .put("generateName", "req-")
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", pod.name())
        .put("uid", pod.uid());
    ObjectNode spec =
        request
            .putObject("spec")
            .put("signerName", source.path("signerName").asText())
            .put("podName", pod.name())
            .put("podUID", pod.uid())
            .put("serviceAccountName", account)
            .put(
                "serviceAccountUID",
                client.get(ResourceTypes.SERVICE_ACCOUNTS, pod.namespace(), account).uid())
            .put("nodeName", node)
            .put("nodeUID", client.get(ResourceTypes.NODES, "", node).uid())
            .put(
                "stubPKCS10Request",
                Base64.getEncoder().encodeToString(type.request(keys, secrets)));
    if (source.has("maxExpirationSeconds")) {
      spec.set("maxExpirationSeconds", source.path("maxExpirationSeconds"));
    }
    if (source.has("userAnnotations")) {
      spec.set("unverifiedUserAnnotations", source.path("userAnnotations"));
    }
    KubeObject created =
        client.create(ResourceTypes.POD_CERTIFICATE_REQUESTS, KubeObject.of(request));
    return new Requested(PemBlocks.key(keys.getPrivate().getEncoded()), created.name(), now);
  }

  private void warn(Pod pod, String reason, String message) {
    recorder.event(pod.object(), EventType.WARNING, reason, message);
  }
}
