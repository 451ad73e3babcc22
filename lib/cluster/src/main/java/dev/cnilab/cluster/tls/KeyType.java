package dev.cnilab.cluster.tls;

import dev.cnilab.cluster.tls.Authority.Subject;
import dev.cnilab.cluster.tls.der.Der;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/** The kinds of keys for which a pod's volume may have a certificate, by their names there. */
public enum KeyType {
  RSA3072("RSA", "3072", "SHA256withRSA", "1.2.840.113549.1.1.11"),
  RSA4096("RSA", "4096", "SHA256withRSA", "1.2.840.113549.1.1.11"),
  ECDSAP256("EC", "secp256r1", "SHA256withECDSA", "1.2.840.10045.4.3.2"),
  ECDSAP384("EC", "secp384r1", "SHA384withECDSA", "1.2.840.10045.4.3.3"),
  ECDSAP521("EC", "secp521r1", "SHA512withECDSA", "1.2.840.10045.4.3.4"),
  ED25519("Ed25519", "Ed25519", "Ed25519", "1.3.101.112");

  private static final byte[] VERSION_1 = {0x02, 0x01, 0x00};
  private static final byte[] NULL = {0x05, 0x00};
  private static final int NO_ATTRIBUTES = 0xa0;
  private static final Subject NOBODY = new Subject("", List.of());
  private static final BigInteger F4 = RSAKeyGenParameterSpec.F4;

  private final String algorithm;
  private final String parameter;
  private final String signature;
  private final String identifier;

  /**
   * A type.
   *
   * @param parameter the number of bits, or the curve
   * @param identifier the object identifier of the signature's algorithm
   */
  KeyType(String algorithm, String parameter, String signature, String identifier) {
    this.algorithm = algorithm;
    this.parameter = parameter;
    this.signature = signature;
    this.identifier = identifier;
  }

  /** A new pair of keys. */
  public KeyPair generate(RandomGenerator secrets) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(parameters(), Secrets.of(secrets));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("this JDK has no " + algorithm, impossible);
    }
  }

  /**
   * A request (PKCS #10, DER) that says nothing but which key it is for, and proves that its sender
   * has the private one.
   */
  public byte[] request(KeyPair keys, RandomGenerator secrets) {
    return request(NOBODY, keys, secrets);
  }

  /** A request (PKCS #10, DER) without any extensions, which proves that its sender has the key. */
  public byte[] request(Subject subject, KeyPair keys, RandomGenerator secrets) {
    byte[] information =
        Der.sequence(
            VERSION_1,
            UnsignedCertificate.name(subject),
            keys.getPublic().getEncoded(),
            Der.tagged(NO_ATTRIBUTES));
    byte[] oid =
        Der.oid(Arrays.stream(identifier.split("\\.")).mapToInt(Integer::parseInt).toArray());
    try {
      Signature signer = Signature.getInstance(signature);
      SecureRandom random = Secrets.of(secrets);
      signer.initSign(keys.getPrivate(), random);
      signer.update(information);
      return Der.sequence(
          information,
          algorithm.equals("RSA") ? Der.sequence(oid, NULL) : Der.sequence(oid),
          Der.bitString(signer.sign()));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("a key signs with its own algorithm", impossible);
    }
  }

  private AlgorithmParameterSpec parameters() {
    return switch (algorithm) {
      case "RSA" -> new RSAKeyGenParameterSpec(Integer.parseInt(parameter), F4);
      case "EC" -> new ECGenParameterSpec(parameter);
      default -> new NamedParameterSpec(parameter);
    };
  }
}
