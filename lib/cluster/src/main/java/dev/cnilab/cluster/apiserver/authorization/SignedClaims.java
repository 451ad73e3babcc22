package dev.cnilab.cluster.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.object.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * JSON Web Tokens (RFC 7519) that only this server can make and verify: they are signed with HS256.
 * A kubeadm cluster signs all tokens with RS256; here only tokens for other audiences have a public
 * signature ({@link PublicClaims}), because every pod waits for the other kind. From any thread.
 */
final class SignedClaims {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String HEADER = encode(bytes("{\"alg\":\"HS256\",\"kid\":\"cni-lab\"}"));

  private final SecretKeySpec key;

  SignedClaims(byte[] secret) {
    this.key = new SecretKeySpec(secret, ALGORITHM);
  }

  /** A token that carries these claims. */
  String sign(JsonNode claims) {
    String content = HEADER + "." + encode(bytes(claims.toString()));
    return content + "." + encode(signature(content));
  }

  /** What a token claims; empty if it was not signed here. */
  Optional<JsonNode> read(String token) {
    int end = token.lastIndexOf('.');
    if (end < 0 || !token.startsWith(HEADER + ".")) {
      return Optional.empty();
    }
    String content = token.substring(0, end);
    byte[] found = bytes(token.substring(end + 1));
    if (!MessageDigest.isEqual(bytes(encode(signature(content))), found)) {
      return Optional.empty();
    }
    byte[] claims = Base64.getUrlDecoder().decode(content.substring(HEADER.length() + 1));
    return Optional.of(Json.parse(new String(claims, StandardCharsets.UTF_8)));
  }

  private byte[] signature(String content) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(bytes(content));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
