package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.der.Der;
import dev.cnilab.cluster.tls.der.DerReader;
import dev.cnilab.cluster.tls.der.PemBlock;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate signing request (PKCS #10, RFC 2986). All its extensions but the alternative names
 * are ignored.
 *
 * @param alternatives the extension subjectAltName as it is in the request
 */
@SuppressWarnings("ArrayRecordComponent") // it is only read
public record SigningRequest(Subject subject, PublicKey key, Optional<byte[]> alternatives) {
  private static final int[] EXTENSION_REQUEST = {1, 2, 840, 113549, 1, 9, 14};

  /**
   * Parses a request.
   *
   * @throws GeneralSecurityException if it is invalid
   */
  public static SigningRequest parse(String pem) throws GeneralSecurityException {
    return parse(encoded(pem));
  }

  /**
   * The request in a text, in distinguished encoding.
   *
   * @throws GeneralSecurityException if the first block of the text is none
   */
  public static byte[] encoded(String pem) throws GeneralSecurityException {
    return PemBlock.all(pem).stream()
        .limit(1)
        .filter(block -> block.label().equals("CERTIFICATE REQUEST"))
        .findFirst()
        .orElseThrow(
            () -> new GeneralSecurityException("PEM block type must be CERTIFICATE REQUEST"))
        .content();
  }

  /**
   * Parses a request in distinguished encoding.
   *
   * @throws GeneralSecurityException if it is invalid
   */
  public static SigningRequest parse(byte[] encoded) throws GeneralSecurityException {
    try {
      ByteBuffer request = DerReader.content(ByteBuffer.wrap(encoded));
      ByteBuffer information = DerReader.content(request);
      DerReader.next(information); // the version
      byte[] name = DerReader.next(information);
      PublicKey key = DerReader.key(DerReader.next(information));
      return new SigningRequest(subject(new X500Principal(name)), key, alternatives(information));
    } catch (RuntimeException cutShort) {
      throw new GeneralSecurityException("asn1: structure error", cutShort);
    } catch (InvalidNameException malformed) {
      throw new GeneralSecurityException("asn1: structure error", malformed);
    }
  }

  /**
   * Whether a request's sender has the private key: the request is signed with it.
   *
   * @throws GeneralSecurityException if it is invalid
   */
  public static boolean isProven(byte[] encoded) throws GeneralSecurityException {
    PublicKey key = parse(encoded).key();
    try {
      ByteBuffer request = DerReader.content(ByteBuffer.wrap(encoded));
      byte[] information = DerReader.next(request);
      Signature signature =
          Signature.getInstance(
              DerReader.identifier(DerReader.content(DerReader.content(request))));
      ByteBuffer bits = DerReader.content(request);
      bits.get(); // none of them is unused
      byte[] shown = new byte[bits.remaining()];
      bits.get(shown);
      signature.initVerify(key);
      signature.update(information);
      return signature.verify(shown);
    } catch (RuntimeException cutShort) {
      throw new GeneralSecurityException("asn1: structure error", cutShort);
    }
  }

  private static Subject subject(X500Principal principal) throws InvalidNameException {
    String name = "";
    List<String> organizations = new ArrayList<>();
    for (Rdn part : new LdapName(principal.getName()).getRdns()) {
      switch (part.getType()) {
        case "CN" -> name = part.getValue().toString();
        case "O" -> organizations.add(part.getValue().toString());
        default -> {}
      }
    }
    return new Subject(name, List.copyOf(organizations));
  }

  /** The alternative names in the attribute extensionRequest (RFC 2985, section 5.4.2). */
  private static Optional<byte[]> alternatives(ByteBuffer information) {
    if (!information.hasRemaining()) {
      return Optional.empty();
    }
    ByteBuffer attributes = DerReader.content(information);
    while (attributes.hasRemaining()) {
      ByteBuffer attribute = DerReader.content(attributes);
      if (!Arrays.equals(DerReader.next(attribute), Der.oid(EXTENSION_REQUEST))) {
        continue;
      }
      ByteBuffer extensions = DerReader.content(DerReader.content(attribute));
      while (extensions.hasRemaining()) {
        byte[] extension = DerReader.next(extensions);
        byte[] name = DerReader.next(DerReader.content(ByteBuffer.wrap(extension)));
        if (Arrays.equals(name, Der.oid(CertificateExtensions.SUBJECT_ALTERNATIVE_NAME))) {
          return Optional.of(extension);
        }
      }
    }
    return Optional.empty();
  }
}
