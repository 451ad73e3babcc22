package dev.cnilab.cluster.kubelet.server.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.log.GoDuration;
import java.io.IOException;
import java.time.Duration;

/**
 * {@code authentication} and {@code authorization} of a {@code KubeletConfiguration}.
 *
 * @param anonymous whether anonymous requests are accepted, as {@code system:anonymous}
 * @param tokens whether the API server reviews tokens
 * @param authorityFile the CA of clients' certificates; "" if none are accepted
 * @param webhook whether the API server authorizes requests; otherwise all are allowed
 * @param tokenTime how long the review of a token is cached
 * @param allowedTime how long a positive decision is cached
 * @param refusedTime how long a negative decision is cached
 */
public record AccessSettings(
    boolean anonymous,
    boolean tokens,
    String authorityFile,
    boolean webhook,
    Duration tokenTime,
    Duration allowedTime,
    Duration refusedTime) {

  /**
   * Reads them.
   *
   * @throws IOException in the kubelet's words if there is no such mode
   */
  public static AccessSettings of(JsonNode configuration) throws IOException {
    JsonNode who = configuration.path("authentication");
    JsonNode may = configuration.path("authorization");
    String mode = may.path("mode").asText("");
    if (!mode.isEmpty() && !mode.equals("Webhook") && !mode.equals("AlwaysAllow")) {
      throw new IOException("failed to run Kubelet: unknown authorization mode " + mode);
    }
    return new AccessSettings(
        who.at("/anonymous/enabled").asBoolean(false),
        who.at("/webhook/enabled").asBoolean(true),
        who.at("/x509/clientCAFile").asText(""),
        !mode.equals("AlwaysAllow"),
        duration(who.at("/webhook/cacheTTL"), Duration.ofMinutes(2)),
        duration(may.at("/webhook/cacheAuthorizedTTL"), Duration.ofMinutes(5)),
        duration(may.at("/webhook/cacheUnauthorizedTTL"), Duration.ofSeconds(30)));
  }

  private static Duration duration(JsonNode value, Duration otherwise) {
    return GoDuration.parse(value.asText("0s")).filter(time -> !time.isZero()).orElse(otherwise);
  }
}
