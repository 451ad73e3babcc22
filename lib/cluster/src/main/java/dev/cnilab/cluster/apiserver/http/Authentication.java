package dev.cnilab.cluster.apiserver.http;

import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.ApiCore;
import dev.cnilab.cluster.client.ApiErrors;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/** Finds out who sent a request. */
final class Authentication {
  /** Of any other scheme nothing is known here, so who sends one says nothing of himself. */
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+)");

  private static final String SUBPROTOCOL = "base64url.bearer.authorization.k8s.io.";
  private final ApiCore core;

  Authentication(ApiCore core) {
    this.core = core;
  }

  /**
   * The user of the request's token, or the one whom that user may be and wants to be; who sends no
   * token is anonymous. On the loop.
   *
   * @throws dev.cnilab.cluster.client.ApiException 401 if the token is unknown, 403 if the user may
   *     not be someone else
   */
  User user(HttpFields headers) {
    Optional<String> token = token(headers);
    User user =
        token.isEmpty()
            ? User.anonymous()
            : core.authenticate(token.get()).orElseThrow(ApiErrors::unauthorized);
    Impersonation impersonation = Impersonation.of(headers);
    return impersonation.isWanted() ? impersonation.by(user, core.rbac()) : user;
  }

  private static Optional<String> token(HttpFields headers) {
    String authorization = headers.get(HttpHeader.AUTHORIZATION);
    Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization.strip());
    if (bearer.matches()) {
      return Optional.of(bearer.group(1));
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
