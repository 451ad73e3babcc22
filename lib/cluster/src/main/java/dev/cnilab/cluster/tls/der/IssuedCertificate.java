package dev.cnilab.cluster.tls.der;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * A certificate of anybody's authority, also of one without a name, which the JDK does not read.
 *
 * @param from the start of its validity
 * @param until its end
 */
public record IssuedCertificate(PublicKey key, Instant from, Instant until) {
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
  private static final byte VERSION = (byte) 0xa0;
  private static final byte UTC_TIME = 0x17;

  /**
   * Reads a certificate.
   *
   * @throws GeneralSecurityException if it is malformed
   */
  public static IssuedCertificate of(byte[] encoded) throws GeneralSecurityException {
    try {
      return parse(ByteBuffer.wrap(encoded));
    } catch (RuntimeException malformed) {
      throw new GeneralSecurityException("x509: malformed certificate", malformed);
    }
  }

  /**
   * Checks that bytes are certificates and nothing else.
   *
   * @return how many they are
   * @throws GeneralSecurityException if one is malformed
   */
  public static int count(byte[] encoded) throws GeneralSecurityException {
    ByteBuffer rest = ByteBuffer.wrap(encoded);
    int count = 0;
    while (rest.hasRemaining()) {
      try {
        check(DerReader.next(rest));
      } catch (RuntimeException cutShort) {
        throw new GeneralSecurityException("x509: malformed certificate", cutShort);
      }
      count++;
    }
    return count;
  }

  private static void check(byte[] encoded) throws GeneralSecurityException {
    try {
      CertificateFactory.getInstance("X.509")
          .generateCertificate(new ByteArrayInputStream(encoded));
    } catch (CertificateException malformedOrNameless) {
      var unused = of(encoded);
    }
  }

  /** RFC 5280, section 4.1. */
  private static IssuedCertificate parse(ByteBuffer encoded) throws GeneralSecurityException {
    ByteBuffer signed = DerReader.content(DerReader.content(encoded));
    if (signed.get(0) == VERSION) {
      DerReader.next(signed);
    }
    DerReader.next(signed); // the serial number
    DerReader.next(signed); // the algorithm of the signature
    DerReader.next(signed); // the issuer
    ByteBuffer validity = DerReader.content(signed);
    Instant from = time(validity);
    Instant until = time(validity);
    DerReader.next(signed); // the subject
    return new IssuedCertificate(DerReader.key(DerReader.next(signed)), from, until);
  }

  private static Instant time(ByteBuffer encoded) {
    DateTimeFormatter format = encoded.get(encoded.position()) == UTC_TIME ? UTC : GENERALIZED;
    String text = StandardCharsets.US_ASCII.decode(DerReader.content(encoded)).toString();
    return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
  }
}
