package dev.cnilab.cluster.apiserver.validation.pod;

import dev.cnilab.cluster.apiserver.validation.field.Paths;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.apiserver.validation.kind.PodCertificateRules;
import dev.cnilab.cluster.apiserver.validation.kind.ServingRules;
import java.util.List;

/** A pod's certificate as a part of a projected volume. */
public final class CertificateSourceRules {
  private static final List<String> KEYS =
      List.of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519");

  private static final List<String> PATHS =
      List.of("credentialBundlePath", "keyPath", "certificateChainPath");

  private static final long SHORTEST = 3_600;

  private CertificateSourceRules() {}

  public static void check(ValidatedField source) {
    ServingRules.signer(source.field("signerName"));
    PodCertificateRules.annotations(source.field("userAnnotations"));
    ValidatedField key = source.field("keyType");
    if (!KEYS.contains(key.text())) {
      key.notSupported(KEYS);
    }
    ValidatedField seconds = source.field("maxExpirationSeconds");
    long longest = PodCertificateRules.longest(source.text("signerName"));
    if (source.has("maxExpirationSeconds") && seconds.number() < SHORTEST) {
      seconds.invalid("if provided, maxExpirationSeconds must be >= " + SHORTEST);
    } else if (seconds.number() > longest) {
      seconds.invalid("if provided, maxExpirationSeconds must be <= " + longest);
    }
    List<String> given = PATHS.stream().filter(path -> !source.text(path).isEmpty()).toList();
    given.forEach(path -> source.field(path).invalid(Paths.local(source.text(path))));
    if (given.isEmpty()) {
      source.required(
          "specify at least one of credentialBundlePath, keyPath, and certificateChainPath");
    }
  }
}
