package dev.cnilab.cluster.tls;

import java.util.Arrays;
import java.util.Optional;

/** What a certificate may be used for, by the names of {@code certificates.k8s.io/v1}. */
public enum CertificateUsage {
  SIGNING("signing", bit(0)),
  DIGITAL_SIGNATURE("digital signature", bit(0)),
  CONTENT_COMMITMENT("content commitment", bit(1)),
  KEY_ENCIPHERMENT("key encipherment", bit(2)),
  DATA_ENCIPHERMENT("data encipherment", bit(3)),
  KEY_AGREEMENT("key agreement", bit(4)),
  CERT_SIGN("cert sign", bit(5)),
  CRL_SIGN("crl sign", bit(6)),
  ENCIPHER_ONLY("encipher only", bit(7)),
  DECIPHER_ONLY("decipher only", bit(8)),
  ANY("any", purpose(2, 5, 29, 37, 0)),
  SERVER_AUTH("server auth", pkix(1)),
  CLIENT_AUTH("client auth", pkix(2)),
  CODE_SIGNING("code signing", pkix(3)),
  EMAIL_PROTECTION("email protection", pkix(4)),
  S_MIME("s/mime", pkix(4)),
  IPSEC_END_SYSTEM("ipsec end system", pkix(5)),
  IPSEC_TUNNEL("ipsec tunnel", pkix(6)),
  IPSEC_USER("ipsec user", pkix(7)),
  TIMESTAMPING("timestamping", pkix(8)),
  OCSP_SIGNING("ocsp signing", pkix(9)),
  MICROSOFT_SGC("microsoft sgc", purpose(1, 3, 6, 1, 4, 1, 311, 10, 3, 3)),
  NETSCAPE_SGC("netscape sgc", purpose(2, 16, 840, 1, 113730, 4, 1));

  private final String name;

  @SuppressWarnings("ImmutableEnumChecker") // its numbers are never written to
  private final Meaning meaning;

  CertificateUsage(String name, Meaning meaning) {
    this.name = name;
    this.meaning = meaning;
  }

  /** How a certificate expresses it. */
  sealed interface Meaning {}

  /** A bit of the extension keyUsage, counted from its most significant one. */
  record KeyBit(int number) implements Meaning {}

  /** An object identifier in the extension extKeyUsage. */
  @SuppressWarnings("ArrayRecordComponent") // it is only read
  record Purpose(int[] number) implements Meaning {}

  /** The usage of a name; empty for an unknown name. */
  public static Optional<CertificateUsage> of(String name) {
    return Arrays.stream(values()).filter(usage -> usage.name.equals(name)).findFirst();
  }

  Meaning meaning() {
    return meaning;
  }

  private static Meaning bit(int number) {
    return new KeyBit(number);
  }

  private static Meaning pkix(int last) {
    return purpose(1, 3, 6, 1, 5, 5, 7, 3, last);
  }

  private static Meaning purpose(int... number) {
    return new Purpose(number);
  }
}
