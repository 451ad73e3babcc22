package dev.cnilab.cluster.tls.der;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate of anybody's authority, also of one without a name, which the JDK does not read.
 *
 * @param from the start of its validity
 * @param until its end
 */
public record IssuedCertificate(PublicKey key, Instant from, Instant until) {
  private static final Pattern PEM =
      Pattern.compile("-----BEGIN CERTIFICATE-----([^-]*)-----END CERTIFICATE-----");
  private static final DateTimeFormatter UTC = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'");
  private static final DateTimeFormatter GENERALIZED =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'");
  private static final byte VERSION = (byte) 0xa0;
  private static final byte UTC_TIME = 0x17;

  /**
   * The first one of a text in PEM.
   *
   * @throws GeneralSecurityException if there is none, or it is malformed
   */
  public static IssuedCertificate first(String pem) throws GeneralSecurityException {
    Matcher block = PEM.matcher(pem);
    if (!block.find()) {
      throw new GeneralSecurityException("no certificate in PEM");
    }
    try {
      return parse(ByteBuffer.wrap(Base64.getMimeDecoder().decode(block.group(1))));
    } catch (RuntimeException malformed) {
      throw new GeneralSecurityException("x509: malformed certificate", malformed);
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
