package dev.cnilab.cluster.image.agnhost;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.image.agnhost.call.AgnhostCommand;
import dev.cnilab.cluster.image.agnhost.call.AgnhostFlags;
import dev.cnilab.cluster.image.agnhost.call.GoLog;
import dev.cnilab.cluster.image.http.HttpCall;
import dev.cnilab.cluster.image.http.HttpExchange;
import dev.cnilab.cluster.image.http.HttpOrigin;
import dev.cnilab.cluster.image.http.HttpReceived;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.tls.ShownCertificate;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.net.resolve.LookupFailure;
import dev.cnilab.userland.net.resolve.Resolver;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * {@code test-service-account-issuer-discovery}: verifies a token as its audience would, with the
 * key that its issuer publishes. Issuers outside the cluster are not contacted.
 */
final class IssuerDiscovery implements AgnhostCommand {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int HTTPS = 443;

  @Override
  public Map<String, String> flags() {
    return Map.of("token-path", "", "audience", "");
  }

  @Override
  public int run(Process process, AgnhostFlags flags) {
    GoLog log = new GoLog(process);
    try {
      String token = process.files().readText(process.resolve(flags.text("token-path"))).strip();
      log.line("OK: Got token");
      log.line("validating with in-cluster discovery");
      validate(process, log, token, flags.text("audience"));
      return 0;
    } catch (IOException | GeneralSecurityException | IllegalArgumentException refused) {
      return log.fatal(String.valueOf(refused.getMessage()));
    }
  }

  private static void validate(Process process, GoLog log, String token, String audience)
      throws IOException, GeneralSecurityException {
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3) {
      throw new IOException("go-jose/go-jose: compact JWS format must have three parts");
    }
    JsonNode claims = json(parts[1]);
    String issuer = claims.path("iss").asText();
    log.line("OK: got issuer " + issuer);
    JsonNode provider = get(process, issuer + "/.well-known/openid-configuration");
    if (!provider.path("issuer").asText().equals(issuer)) {
      throw new IOException(
          "oidc: issuer URL provided to client (\"%s\") did not match the issuer URL returned by provider (\"%s\")"
              .formatted(issuer, provider.path("issuer").asText()));
    }
    log.line("OK: Constructed OIDC provider for issuer " + issuer);
    require(claims, audience, process.now());
    JsonNode header = json(parts[0]);
    for (JsonNode key : get(process, provider.path("jwks_uri").asText()).path("keys")) {
      if (key.path("kid").equals(header.path("kid")) && isSignedWith(key, parts)) {
        log.line("OK: Validated signature on JWT");
        log.line("OK: Got valid claims from token!");
        return;
      }
    }
    throw new IOException("failed to verify signature: failed to verify id token signature");
  }

  private static void require(JsonNode claims, String audience, Instant now) throws IOException {
    for (JsonNode each : claims.path("aud")) {
      if (each.asText().equals(audience)) {
        Instant expiry = Instant.ofEpochSecond(claims.path("exp").asLong());
        if (!now.isBefore(expiry)) {
          throw new IOException("oidc: token is expired (Token Expiry: " + expiry + ")");
        }
        return;
      }
    }
    throw new IOException(
        "oidc: expected audience \"%s\" got %s".formatted(audience, claims.path("aud")));
  }

  private static boolean isSignedWith(JsonNode key, String[] parts)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initVerify(publicKey(key));
    signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    return signature.verify(decoded(parts[2]));
  }

  private static PublicKey publicKey(JsonNode key) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    return KeyFactory.getInstance("EC")
        .generatePublic(
            new ECPublicKeySpec(
                new ECPoint(
                    new BigInteger(1, decoded(key.path("x").asText())),
                    new BigInteger(1, decoded(key.path("y").asText()))),
                curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static JsonNode get(Process process, String address) throws IOException {
    URI uri = URI.create(address);
    String host = String.valueOf(uri.getHost());
    String authorities = process.files().readText(ACCOUNT + "ca.crt");
    String token = process.files().readText(ACCOUNT + "token").strip();
    try {
      HttpReceived received =
          HttpExchange.send(
              process.network(),
              new HttpOrigin(
                  true,
                  new Resolver(process).find(host).address(),
                  uri.getPort() < 0 ? HTTPS : uri.getPort()),
              new HttpCall(
                  "GET", uri.getPath(), Map.of("Authorization", "Bearer " + token), new byte[0]),
              PATIENCE,
              shown -> require(shown, authorities, host, process.now()));
      if (received.status() != 200) {
        throw new IOException(received.status() + ": " + received.text());
      }
      return Json.parse(received.text());
    } catch (LookupFailure | ErrnoException | SSLException failed) {
      throw new IOException("Get \"%s\": %s".formatted(address, failed.getMessage()), failed);
    }
  }

  private static void require(X509Certificate shown, String authorities, String host, Instant now)
      throws SSLException {
    Optional<String> objection = new ShownCertificate(shown).objection(authorities, host, now);
    if (objection.isPresent()) {
      throw new SSLPeerUnverifiedException("tls: failed to verify certificate: " + objection.get());
    }
  }

  private static JsonNode json(String part) {
    return Json.parse(new String(decoded(part), StandardCharsets.UTF_8));
  }

  private static byte[] decoded(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}
