package dev.cnilab.cluster.tls.der;

import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/**
 * A certificate of anybody's authority, also of one without a name, which the JDK does not read.
 *
 * @param isAuthority whether its basic constraints make it an authority's; true for one without a
 *     name, whose extensions are not read
 * @param from the start of its validity
 * @param until its end
 */
public record IssuedCertificate(PublicKey key, boolean isAuthority, Instant from, Instant until) {
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
  private static final byte VERSION = (byte) 0xa0;
  private static final byte UTC_TIME = 0x17;

  /**
   * Reads one certificate, as Go's {@code x509.ParseCertificate}.
   *
   * @throws GeneralSecurityException if it is malformed, or if anything follows
   */
  public static IssuedCertificate of(byte[] encoded) throws GeneralSecurityException {
    List<IssuedCertificate> all = all(encoded);
    if (all.size() != 1) {
      throw new GeneralSecurityException(
          all.isEmpty() ? "x509: malformed certificate" : "x509: trailing data");
    }
    return all.getFirst();
  }

  /**
   * Reads certificates that follow each other, as Go's {@code x509.ParseCertificates}.
   *
   * @throws GeneralSecurityException if one is malformed
   */
  public static List<IssuedCertificate> all(byte[] encoded) throws GeneralSecurityException {
    ByteBuffer rest = ByteBuffer.wrap(encoded);
    List<IssuedCertificate> all = new ArrayList<>();
    while (rest.hasRemaining()) {
      try {
        all.add(read(DerReader.next(rest)));
      } catch (RuntimeException cutShort) {
        throw new GeneralSecurityException("x509: malformed certificate", cutShort);
      }
    }
    return all;
  }

  private static IssuedCertificate read(byte[] encoded) throws GeneralSecurityException {
    try {
      X509Certificate read =
          (X509Certificate)
              CertificateFactory.getInstance("X.509")
                  .generateCertificate(new ByteArrayInputStream(encoded));
      return new IssuedCertificate(
          read.getPublicKey(),
          read.getBasicConstraints() >= 0,
          read.getNotBefore().toInstant(),
          read.getNotAfter().toInstant());
    } catch (CertificateException malformedOrNameless) {
      return parse(ByteBuffer.wrap(encoded));
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
    return new IssuedCertificate(DerReader.key(DerReader.next(signed)), true, from, until);
  }

  private static Instant time(ByteBuffer encoded) {
    DateTimeFormatter format = encoded.get(encoded.position()) == UTC_TIME ? UTC : GENERALIZED;
    String text = StandardCharsets.US_ASCII.decode(DerReader.content(encoded)).toString();
    return LocalDateTime.parse(text, format).toInstant(ZoneOffset.UTC);
  }
}
