package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.object.Digest;
import dev.cnilab.cluster.tls.der.Der;
import dev.cnilab.netsim.address.Ipv4Address;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The extensions of certificates that Kubernetes uses (RFC 5280, section 4.2). */
final class CertificateExtensions {
  static final int[] SUBJECT_ALTERNATIVE_NAME = {2, 5, 29, 17};

  private static final int[] SUBJECT_KEY = {2, 5, 29, 14};
  private static final int[] AUTHORITY_KEY = {2, 5, 29, 35};
  private static final int[] KEY_USAGE = {2, 5, 29, 15};
  private static final int[] EXTENDED_KEY_USAGE = {2, 5, 29, 37};
  private static final int[] BASIC_CONSTRAINTS = {2, 5, 29, 19};
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final int KEY_IDENTIFIER = 0x80;
  private static final int IDENTIFIER_BYTES = 20;
  private static final int BITS = 8;

  private CertificateExtensions() {}

  /** The certificate may sign others. */
  static byte[] authority() {
    return critical(BASIC_CONSTRAINTS, Der.sequence(Der.yes()));
  }

  /** The certificate may not sign others. */
  static byte[] noAuthority() {
    return critical(BASIC_CONSTRAINTS, Der.sequence());
  }

  /** The key usages as bits, and the extended key usages. */
  static List<byte[]> usages(Collection<CertificateUsage> usages) {
    SortedSet<Integer> bits = new TreeSet<>();
    List<byte[]> purposes = new ArrayList<>();
    for (CertificateUsage usage : new TreeSet<>(usages)) {
      switch (usage.meaning()) {
        case CertificateUsage.KeyBit(int bit) -> bits.add(bit);
        case CertificateUsage.Purpose(int[] number) -> purposes.add(Der.oid(number));
      }
    }
    List<byte[]> all = new ArrayList<>();
    if (!bits.isEmpty()) {
      all.add(critical(KEY_USAGE, bits(bits)));
    }
    if (!purposes.isEmpty()) {
      all.add(plain(EXTENDED_KEY_USAGE, Der.sequence(purposes.toArray(byte[][]::new))));
    }
    return all;
  }

  /** A server's subject alternative names. */
  static byte[] alternatives(ServerCertificate.Names names) {
    List<byte[]> all = new ArrayList<>();
    for (String host : names.hosts()) {
      all.add(Der.tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII)));
    }
    for (Ipv4Address address : names.addresses()) {
      all.add(Der.tagged(IP_ADDRESS, ByteBuffer.allocate(4).putInt(address.bits()).array()));
    }
    return plain(SUBJECT_ALTERNATIVE_NAME, Der.sequence(all.toArray(byte[][]::new)));
  }

  /** The subject key identifier. */
  static byte[] subjectKey(PublicKey key) {
    return plain(SUBJECT_KEY, Der.octetString(identifier(key)));
  }

  /** The authority key identifier. */
  static byte[] authorityKey(PublicKey key) {
    return plain(AUTHORITY_KEY, Der.sequence(Der.tagged(KEY_IDENTIFIER, identifier(key))));
  }

  /** Any value that is unique to the key will do (section 4.2.1.2). */
  private static byte[] identifier(PublicKey key) {
    return Arrays.copyOf(Digest.SHA_256.of(key.getEncoded()), IDENTIFIER_BYTES);
  }

  /** A digest that is unique to the certificate's bytes. */
  static String digest(byte[] encoded) {
    return HexFormat.of().formatHex(Digest.SHA_256.of(encoded));
  }

  private static byte[] bits(SortedSet<Integer> set) {
    byte[] octets = new byte[set.last() / BITS + 1];
    for (int bit : set) {
      octets[bit / BITS] |= (byte) (0x80 >> (bit % BITS));
    }
    int unused = BITS - 1 - set.last() % BITS;
    return Der.tagged(0x03, new byte[] {(byte) unused}, octets);
  }

  private static byte[] critical(int[] name, byte[] value) {
    return Der.sequence(Der.oid(name), Der.yes(), Der.octetString(value));
  }

  private static byte[] plain(int[] name, byte[] value) {
    return Der.sequence(Der.oid(name), Der.octetString(value));
  }
}
