package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Finds out who sent a request. */
final class Authentication {
  /** Open to everyone, as the role system:public-info-viewer has it. */
  static final Set<String> PUBLIC =
      Set.of("/healthz", "/livez", "/readyz", "/version", "/version/");

  private static final String BEARER = "Bearer ";
  private static final String SUBPROTOCOL = "base64url.bearer.authorization.k8s.io.";
  private final ApiCore core;

  Authentication(ApiCore core) {
    this.core = core;
  }

  /**
   * The user of the request's token, or the one whom that user may be and wants to be. Not on the
   * loop.
   *
   * @throws dev.cnilab.cluster.client.ApiException 401 if there is no token or it is unknown, 403
   *     if the user may not be someone else
   */
  User user(HttpFields headers, String path) {
    Optional<String> token = token(headers);
    if (token.isEmpty() && PUBLIC.contains(path)) {
      return new User("system:anonymous", List.of("system:unauthenticated"));
    }
    User user = token.flatMap(this::owner).orElseThrow(ApiErrors::unauthorized);
    Impersonation impersonation = Impersonation.of(headers);
    return impersonation.isWanted()
        ? core.loop().call(() -> impersonation.by(user, core.rbac()))
        : user;
  }

  /** Only for a token that was issued here the loop is asked what has become of it. */
  private Optional<User> owner(String token) {
    Optional<User> known = core.tokens().user(token);
    return known.isPresent() || !core.boundTokens().isIssued(token)
        ? known
        : core.loop().call(() -> core.boundTokens().user(token));
  }

  private static Optional<String> token(HttpFields headers) {
    String authorization = headers.get(HttpHeader.AUTHORIZATION);
    if (authorization != null && authorization.startsWith(BEARER)) {
      return Optional.of(authorization.substring(BEARER.length()).strip());
    }
    // What a browser, which can't set headers, sends with a WebSocket instead.
    return headers.getValuesList(HttpHeader.SEC_WEBSOCKET_SUBPROTOCOL).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(String::strip)
        .filter(value -> value.startsWith(SUBPROTOCOL))
        .map(
            value ->
                new String(
                    Base64.getUrlDecoder().decode(value.substring(SUBPROTOCOL.length())),
                    java.nio.charset.StandardCharsets.UTF_8))
        .findFirst();
  }
}
