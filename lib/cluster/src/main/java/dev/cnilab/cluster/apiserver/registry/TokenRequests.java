package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.Tokens;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

/** Issues tokens for service accounts: JSON Web Tokens as far as a reader can tell. */
final class TokenRequests {
  private static final String AUDIENCE = "https://kubernetes.default.svc.cluster.local";
  private static final long DEFAULT_SECONDS = 3600;
  private final Tokens tokens;

  TokenRequests(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The request with a token in its status. */
  KubeObject answer(KubeObject account, KubeObject request, Instant now) {
    long seconds = request.at("/spec/expirationSeconds").asLong(DEFAULT_SECONDS);
    Instant expiry = now.plusSeconds(seconds);
    String token = token(account, request, now, expiry);
    tokens.add(token, User.serviceAccount(account.namespace(), account.name()));
    return request.edit(
        json -> {
          json.put("apiVersion", "authentication.k8s.io/v1").put("kind", "TokenRequest");
          ObjectNode metadata = json.withObject("/metadata");
          metadata.put("name", account.name()).put("namespace", account.namespace());
          json.withObject("/spec").put("expirationSeconds", seconds);
          if (json.at("/spec/audiences").isEmpty()) {
            json.withObject("/spec").putArray("audiences").add(AUDIENCE);
          }
          json.putObject("status")
              .put("token", token)
              .put(
                  "expirationTimestamp",
                  expiry.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString());
        });
  }

  private String token(KubeObject account, KubeObject request, Instant now, Instant expiry) {
    ObjectNode claims = Json.object();
    ArrayNode audiences = claims.putArray("aud");
    request.at("/spec/audiences").forEach(audiences::add);
    if (audiences.isEmpty()) {
      audiences.add(AUDIENCE);
    }
    claims.put("exp", expiry.getEpochSecond()).put("iat", now.getEpochSecond());
    claims.put("iss", AUDIENCE);
    ObjectNode kubernetes = claims.putObject("kubernetes.io").put("namespace", account.namespace());
    String pod = request.text("/spec/boundObjectRef/name");
    if (!pod.isEmpty()) {
      kubernetes
          .putObject("pod")
          .put("name", pod)
          .put("uid", request.text("/spec/boundObjectRef/uid"));
    }
    kubernetes.putObject("serviceaccount").put("name", account.name()).put("uid", account.uid());
    claims.put("nbf", now.getEpochSecond());
    claims.put("sub", "system:serviceaccount:" + account.namespace() + ":" + account.name());
    return encode("{\"alg\":\"RS256\",\"kid\":\"cni-lab\"}")
        + "."
        + encode(claims.toString())
        + "."
        + tokens.random();
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
