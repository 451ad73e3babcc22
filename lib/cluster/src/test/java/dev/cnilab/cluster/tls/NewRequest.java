package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.der.Der;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;

/**
 * A certificate request, as made by {@code openssl req -new}.
 *
 * @param pem the request
 * @param key its private key, in PEM
 */
public record NewRequest(String pem, String key) {
  private static final int[] ECDSA_WITH_SHA256 = {1, 2, 840, 10045, 4, 3, 2};
  private static final int[] EXTENSION_REQUEST = {1, 2, 840, 113549, 1, 9, 14};
  private static final int[] ORGANIZATION = {2, 5, 4, 10};
  private static final int[] COMMON_NAME = {2, 5, 4, 3};

  public static NewRequest of(Subject subject, ServerCertificate.Names alternatives) {
    try {
      KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
      byte[] content =
          Der.sequence(
              Der.integer(BigInteger.ZERO),
              name(subject),
              keys.getPublic().getEncoded(),
              Der.tagged(
                  0xa0,
                  Der.sequence(
                      Der.oid(EXTENSION_REQUEST),
                      Der.set(Der.sequence(CertificateExtensions.alternatives(alternatives))))));
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(keys.getPrivate());
      signature.update(content);
      return new NewRequest(
          Authority.pem(
              "CERTIFICATE REQUEST",
              Der.sequence(
                  content,
                  Der.sequence(Der.oid(ECDSA_WITH_SHA256)),
                  Der.bitString(signature.sign()))),
          Authority.pem("PRIVATE KEY", keys.getPrivate().getEncoded()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** As in a CertificateSigningRequest. */
  public String base64() {
    return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] name(Subject subject) {
    byte[][] parts = new byte[subject.organizations().size() + 1][];
    for (int i = 0; i < parts.length - 1; i++) {
      parts[i] = attribute(ORGANIZATION, subject.organizations().get(i));
    }
    parts[parts.length - 1] = attribute(COMMON_NAME, subject.commonName());
    return Der.sequence(parts);
  }

  private static byte[] attribute(int[] type, String value) {
    return Der.set(Der.sequence(Der.oid(type), Der.utf8(value)));
  }
}
