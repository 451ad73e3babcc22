package dev.cnilab.cluster.kubelet.volume.content;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.kubelet.pod.Pod;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * Tokens bound to pods, requested once and again when four fifths of their lifetime have passed.
 */
public final class ServiceAccountTokens {
  private static final long DEFAULT_SECONDS = 3600;

  private final ApiClient client;
  private final InstantSource clock;
  private final Map<String, Map<JsonNode, Token>> ofPods = new HashMap<>();

  private record Token(String text, Instant refresh) {}

  public ServiceAccountTokens(ApiClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * The token for a {@code serviceAccountToken} of a pod's projected volume.
   *
   * @throws VolumeException if there is none yet and the API server does not issue one
   */
  String token(Pod pod, JsonNode source) throws VolumeException {
    Map<JsonNode, Token> tokens = ofPods.computeIfAbsent(pod.uid(), uid -> new HashMap<>());
    Token token = tokens.get(source);
    if (token == null || !token.refresh().isAfter(clock.instant())) {
      try {
        token = request(pod, source);
      } catch (ApiException refused) {
        throw new VolumeException("failed to fetch token: " + refused.status().message());
      }
      tokens.put(source, token);
    }
    return token.text();
  }

  public void forget(String podUid) {
    ofPods.remove(podUid);
  }

  private Token request(Pod pod, JsonNode source) {
    long seconds = source.path("expirationSeconds").asLong(DEFAULT_SECONDS);
    ObjectNode request = Json.object();
    request.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
    ObjectNode spec = request.putObject("spec").put("expirationSeconds", seconds);
    if (source.has("audience")) {
      spec.putArray("audiences").add(source.path("audience"));
    }
    spec.putObject("boundObjectRef")
        .put("apiVersion", "v1")
        .put("kind", "Pod")
        .put("name", pod.name())
        .put("uid", pod.uid());
    KubeObject answer =
        client.createSubresource(
            ResourceTypes.SERVICE_ACCOUNTS,
            pod.namespace(),
            pod.object().text("/spec/serviceAccountName"),
            "token",
            KubeObject.of(request));
    Instant refresh = clock.instant().plus(Duration.ofSeconds(seconds * 4 / 5));
    return new Token(answer.text("/status/token"), refresh);
  }
}
