package dev.cnilab.cluster.apiserver.http.access;

import dev.cnilab.cluster.apiserver.authorization.ClientCertificates;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.client.ApiErrors;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;

/** Determines who sent a request. */
public final class Authentication {
  /** Other schemes are unknown here, so their senders count as anonymous. */
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+)");

  private static final String SUBPROTOCOL = "base64url.bearer.authorization.k8s.io.";
  private final Function<String, Optional<User>> tokens;
  private final Rbac rbac;
  private final ClientCertificates certificates;

  /**
   * Authentication by what a client shows.
   *
   * @param tokens the users of bearer tokens
   * @param rbac who may impersonate whom
   */
  public Authentication(
      Function<String, Optional<User>> tokens, Rbac rbac, ClientCertificates certificates) {
    this.tokens = tokens;
    this.rbac = rbac;
    this.certificates = certificates;
  }

  /**
   * The user of the connection's certificate, otherwise of the request's token, or the user that it
   * impersonates; a request with neither is anonymous. On the loop.
   *
   * @throws dev.cnilab.cluster.client.ApiException 401 if no credential is valid, 403 if the user
   *     may not impersonate the other
   */
  public User user(Request request) {
    HttpFields headers = request.getHeaders();
    Optional<X509Certificate> certificate = certificate(request);
    Optional<String> token = token(headers);
    User user =
        certificate.isEmpty() && token.isEmpty()
            ? User.anonymous()
            : certificate
                .flatMap(certificates::user)
                .or(() -> token.flatMap(tokens))
                .orElseThrow(ApiErrors::unauthorized);
    Impersonation impersonation = Impersonation.of(headers);
    return impersonation.isWanted() ? impersonation.by(user, rbac) : user;
  }

  private static Optional<X509Certificate> certificate(Request request) {
    EndPoint.SslSessionData session =
        request.getConnectionMetaData().getConnection().getEndPoint().getSslSessionData();
    X509Certificate[] chain = session == null ? null : session.peerCertificates();
    return chain == null || chain.length == 0 ? Optional.empty() : Optional.of(chain[0]);
  }

  private static Optional<String> token(HttpFields headers) {
    String authorization = headers.get(HttpHeader.AUTHORIZATION);
    Matcher bearer = BEARER.matcher(authorization == null ? "" : authorization.strip());
    if (bearer.matches()) {
      return Optional.of(bearer.group(1));
    }
    // A browser can't set headers on a WebSocket and sends this instead.
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
