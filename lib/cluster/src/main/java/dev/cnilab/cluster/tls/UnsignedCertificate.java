package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.der.Der;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The content of a certificate before it is signed (RFC 5280, section 4.1).
 *
 * @param extensions of {@link CertificateExtensions}
 */
record UnsignedCertificate(
    Subject issuer,
    Subject subject,
    PublicKey key,
    Instant from,
    Instant until,
    List<byte[]> extensions) {
  private static final int[] ECDSA_WITH_SHA384 = {1, 2, 840, 10045, 4, 3, 3};
  private static final int[] COMMON_NAME = {2, 5, 4, 3};
  private static final int[] ORGANIZATION = {2, 5, 4, 10};
  private static final int SERIAL_BITS = 63;

  /**
   * The certificate, in DER.
   *
   * @param by the issuer's key, on an elliptic curve
   * @param random the source of its serial number and signature
   */
  byte[] signed(PrivateKey by, SecureRandom random) {
    byte[] content = content(random);
    try {
      Signature signature = Signature.getInstance("SHA384withECDSA");
      signature.initSign(by, random);
      signature.update(content);
      return Der.sequence(content, algorithm(), Der.bitString(signature.sign()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no elliptic curves", impossible);
    }
  }

  private byte[] content(SecureRandom random) {
    return Der.sequence(
        Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
        Der.integer(new BigInteger(SERIAL_BITS, random)),
        algorithm(),
        name(issuer),
        Der.sequence(Der.time(from), Der.time(until)),
        name(subject),
        key.getEncoded(),
        Der.tagged(0xa3, Der.sequence(extensions.toArray(byte[][]::new))));
  }

  private static byte[] algorithm() {
    return Der.sequence(Der.oid(ECDSA_WITH_SHA384));
  }

  /** A subject as a distinguished name, in DER. */
  static byte[] name(Subject subject) {
    List<byte[]> parts = new ArrayList<>();
    for (String organization : subject.organizations()) {
      parts.add(Der.set(Der.sequence(Der.oid(ORGANIZATION), Der.utf8(organization))));
    }
    if (!subject.commonName().isEmpty()) {
      parts.add(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(subject.commonName()))));
    }
    return Der.sequence(parts.toArray(byte[][]::new));
  }
}
