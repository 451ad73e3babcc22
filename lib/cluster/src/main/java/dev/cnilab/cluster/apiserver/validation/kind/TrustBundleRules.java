package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.tls.der.IssuedCertificate;
import dev.cnilab.cluster.tls.der.PemBlock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** ClusterTrustBundles: certificates of authorities, each of them once. */
public final class TrustBundleRules {
  private static final String OMITTED = "<value omitted>";
  private static final int LONGEST = 1024 * 1024;

  private TrustBundleRules() {}

  public static void check(ValidatedField spec) {
    if (!spec.field("signerName").isEmpty()) {
      ServingRules.signer(spec.field("signerName"));
    }
    ValidatedField bundle = spec.field("trustBundle");
    if (bundle.old().isMissingNode() || !bundle.value().equals(bundle.old())) {
      bundle(bundle);
    }
  }

  private static void bundle(ValidatedField bundle) {
    if (bundle.text().getBytes(StandardCharsets.UTF_8).length > LONGEST) {
      bundle.tooLong(LONGEST);
      return;
    }
    Map<ByteBuffer, List<Integer>> anchors = new LinkedHashMap<>();
    int before = bundle.errorsSoFar();
    int index = 0;
    for (PemBlock block : PemBlock.all(bundle.text())) {
      int entry = index++;
      complaint(block).ifPresent(why -> bundle.invalid(OMITTED, "entry " + entry + " " + why));
      anchors.computeIfAbsent(ByteBuffer.wrap(block.content()), c -> new ArrayList<>()).add(entry);
    }
    if (bundle.errorsSoFar() > before) {
      return;
    }
    if (anchors.isEmpty()) {
      bundle.invalid(OMITTED, "at least one trust anchor must be provided");
    }
    for (List<Integer> entries : anchors.values()) {
      if (entries.size() > 1) {
        String indices = entries.stream().map(String::valueOf).collect(Collectors.joining(" "));
        bundle.invalid(OMITTED, "duplicate trust anchor (indices [" + indices + "])");
      }
    }
  }

  private static Optional<String> complaint(PemBlock block) {
    if (!block.label().equals("CERTIFICATE")) {
      return Optional.of("has bad block type: " + block.label());
    }
    if (block.headers()) {
      return Optional.of("has PEM block headers");
    }
    try {
      return IssuedCertificate.of(block.content()).isAuthority()
          ? Optional.empty()
          : Optional.of("does not have the CA bit set");
    } catch (GeneralSecurityException malformed) {
      return Optional.of("does not parse as X.509");
    }
  }
}
