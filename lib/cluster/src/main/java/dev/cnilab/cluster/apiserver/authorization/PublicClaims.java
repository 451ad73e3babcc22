package dev.cnilab.cluster.apiserver.authorization;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.object.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens that anybody can verify: they are signed with ES256 (RFC 7518), and the public
 * key is published. The key is generated when it is first needed. From any thread.
 */
final class PublicClaims {
  /** The beginning of every token that may be of this kind. */
  static final String HEADER_START = encode(bytes("{\"alg\":\"ES256\",\"kid")).substring(0, 20);

  private static final int COORDINATE_BYTES = 32;
  private static final String ALGORITHM = "SHA256withECDSAinP1363Format";

  private final byte[] secret;
  private @Nullable Keys keys;

  /** Generated once. */
  private record Keys(KeyPair pair, String id, SecureRandom random) {
    ECPublicKey point() {
      return (ECPublicKey) pair.getPublic();
    }
  }

  /**
   * @param secret equal secrets give equal keys
   */
  PublicClaims(byte[] secret) {
    this.secret = secret.clone();
  }

  /** A token that carries these claims. */
  String sign(JsonNode claims) {
    String content = header() + "." + encode(bytes(claims.toString()));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(keys().pair().getPrivate(), keys().random());
      signature.update(bytes(content));
      return content + "." + encode(signature.sign());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** What a token claims; empty if it was not signed with this key. */
  Optional<JsonNode> read(String token) {
    int end = token.lastIndexOf('.');
    if (end < 0 || !token.startsWith(header() + ".")) {
      return Optional.empty();
    }
    String content = token.substring(0, end);
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(keys().pair().getPublic());
      signature.update(bytes(content));
      if (!signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)))) {
        return Optional.empty();
      }
    } catch (GeneralSecurityException | IllegalArgumentException malformed) {
      return Optional.empty();
    }
    byte[] claims = Base64.getUrlDecoder().decode(content.substring(header().length() + 1));
    return Optional.of(Json.parse(new String(claims, StandardCharsets.UTF_8)));
  }

  /** The key as a JSON Web Key Set (RFC 7517). */
  ObjectNode keySet() {
    ObjectNode set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("use", "sig")
        .put("kty", "EC")
        .put("kid", keys().id())
        .put("crv", "P-256")
        .put("alg", "ES256")
        .put("x", coordinate(keys().point().getW().getAffineX()))
        .put("y", coordinate(keys().point().getW().getAffineY()));
    return set;
  }

  private String header() {
    return encode(bytes("{\"alg\":\"ES256\",\"kid\":\"" + keys().id() + "\"}"));
  }

  private synchronized Keys keys() {
    if (keys == null) {
      try {
        // The JDK's only generator that depends on nothing but its seed.
        SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
        random.setSeed(secret);
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"), random);
        KeyPair pair = generator.generateKeyPair();
        byte[] digest = Digest.SHA_256.of(pair.getPublic().getEncoded());
        keys = new Keys(pair, encode(digest), random);
      } catch (GeneralSecurityException impossible) {
        throw new IllegalStateException("this JDK has no elliptic curves", impossible);
      }
    }
    return keys;
  }

  private static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray(); // with a zero in front, or without zeros
    byte[] whole = new byte[COORDINATE_BYTES];
    int length = Math.min(bytes.length, COORDINATE_BYTES);
    System.arraycopy(bytes, bytes.length - length, whole, COORDINATE_BYTES - length, length);
    return encode(whole);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
