package dev.cnilab.cluster.apiserver.tls;

import dev.cnilab.cluster.apiserver.tls.Authority.Subject;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate signing request (PKCS #10, RFC 2986). Its signature and all extensions but the
 * alternative names are ignored.
 *
 * @param alternatives the extension subjectAltName as it is in the request
 */
@SuppressWarnings("ArrayRecordComponent") // it is only read
public record SigningRequest(Subject subject, PublicKey key, Optional<byte[]> alternatives) {
  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN CERTIFICATE REQUEST-----([^-]*)-----END CERTIFICATE REQUEST-----");
  private static final int[] EXTENSION_REQUEST = {1, 2, 840, 113549, 1, 9, 14};
  private static final List<String> ALGORITHMS = List.of("EC", "RSA", "Ed25519");

  /**
   * Parses a request.
   *
   * @throws GeneralSecurityException if it is invalid
   */
  public static SigningRequest parse(String pem) throws GeneralSecurityException {
    Matcher text = PEM.matcher(pem);
    if (!text.find()) {
      throw new GeneralSecurityException("PEM block type must be CERTIFICATE REQUEST");
    }
    try {
      ByteBuffer request = content(ByteBuffer.wrap(Base64.getMimeDecoder().decode(text.group(1))));
      ByteBuffer information = content(request);
      next(information); // the version
      byte[] name = next(information);
      PublicKey key = key(next(information));
      return new SigningRequest(subject(new X500Principal(name)), key, alternatives(information));
    } catch (RuntimeException cutShort) {
      throw new GeneralSecurityException("asn1: structure error", cutShort);
    } catch (InvalidNameException malformed) {
      throw new GeneralSecurityException("asn1: structure error", malformed);
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

  private static PublicKey key(byte[] encoded) throws GeneralSecurityException {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(encoded));
      } catch (GeneralSecurityException ofAnotherAlgorithm) {
        // The next one may match.
      }
    }
    throw new GeneralSecurityException("x509: unknown public key algorithm");
  }

  /** The alternative names in the attribute extensionRequest (RFC 2985, section 5.4.2). */
  private static Optional<byte[]> alternatives(ByteBuffer information) {
    if (!information.hasRemaining()) {
      return Optional.empty();
    }
    ByteBuffer attributes = content(information);
    while (attributes.hasRemaining()) {
      ByteBuffer attribute = content(attributes);
      if (!Arrays.equals(next(attribute), Der.oid(EXTENSION_REQUEST))) {
        continue;
      }
      ByteBuffer extensions = content(content(attribute));
      while (extensions.hasRemaining()) {
        byte[] extension = next(extensions);
        byte[] name = next(content(ByteBuffer.wrap(extension)));
        if (Arrays.equals(name, Der.oid(Extensions.SUBJECT_ALTERNATIVE_NAME))) {
          return Optional.of(extension);
        }
      }
    }
    return Optional.empty();
  }

  /** The content of the next structure. */
  private static ByteBuffer content(ByteBuffer encoded) {
    encoded.get();
    int length = length(encoded);
    ByteBuffer content = encoded.slice(encoded.position(), length);
    encoded.position(encoded.position() + length);
    return content;
  }

  /** The next structure as a whole. */
  private static byte[] next(ByteBuffer encoded) {
    int start = encoded.position();
    content(encoded);
    byte[] whole = new byte[encoded.position() - start];
    encoded.get(start, whole);
    return whole;
  }

  private static int length(ByteBuffer encoded) {
    int first = encoded.get() & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = (length << 8) | (encoded.get() & 0xff);
    }
    return length;
  }
}
