package dev.cnilab.cluster.apiserver.validation.kind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.tls.SigningRequest;
import dev.cnilab.cluster.tls.der.IssuedCertificate;
import dev.cnilab.cluster.tls.der.PemBlock;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Requests of kubelets for pods' certificates, and what signers answer. */
public final class PodCertificateRules {
  private static final long HOUR = 3_600;
  private static final long DAY = 24 * HOUR;
  private static final int LONGEST_REQUEST = 10 * 1024;
  private static final int LONGEST_CHAIN = 100 * 1024;
  private static final Duration MARGIN = Duration.ofMinutes(10);
  private static final List<String> ENDS = List.of("Issued", "Denied", "Failed");

  private PodCertificateRules() {}

  /** The longest time in seconds for which a signer's certificates may be asked. */
  public static long longest(String signer) {
    String domain = signer.split("/", 2)[0];
    return domain.equals("kubernetes.io") || domain.endsWith(".kubernetes.io") ? DAY : 91 * DAY;
  }

  /** What a pod tells its signer: keys with a domain. */
  public static void annotations(ValidatedField annotations) {
    for (ValidatedField each : annotations.entries()) {
      String key = each.key().toLowerCase(Locale.ROOT);
      List<String> violations = Format.keyViolations(key);
      violations.forEach(why -> annotations.invalid(key, why));
      if (violations.isEmpty() && !key.contains("/")) {
        annotations.invalid(key, "must be a domain-prefixed key (such as \"acme.io/foo\")");
      }
    }
  }

  public static void request(ValidatedField spec) {
    ServingRules.signer(spec.field("signerName"));
    annotations(spec.field("unverifiedUserAnnotations"));
    for (String owner : List.of("pod", "serviceAccount", "node")) {
      ValidatedField name = spec.field(owner + "Name");
      name.invalid(Format.SUBDOMAIN.violations(name.text()));
      ValidatedField uid = spec.field(owner + "UID");
      if (uid.isEmpty()) {
        uid.invalid("", "must not be empty");
      } else if (uid.text().length() > 128) {
        uid.tooLong(128);
      }
    }
    ValidatedField seconds = spec.field("maxExpirationSeconds");
    long longest = longest(spec.text("signerName"));
    if (seconds.number() < HOUR || seconds.number() > longest) {
      seconds.invalid("must be in the range [%d, %d]".formatted(HOUR, longest));
    }
    proof(spec.field("stubPKCS10Request"));
  }

  private static void proof(ValidatedField stub) {
    byte[] encoded = Base64.getDecoder().decode(stub.text());
    if (encoded.length == 0) {
      stub.parent()
          .wrong(
              "exactly one of (stubPKCS10Request) or (pkixPublicKey, proofOfPossession) must be"
                  + " set");
    } else if (encoded.length > LONGEST_REQUEST) {
      stub.tooLong(LONGEST_REQUEST);
    } else {
      try {
        if (!SigningRequest.isProven(encoded)) {
          stub.wrong("invalid signature");
        }
      } catch (GeneralSecurityException malformed) {
        stub.wrong("must be a valid PKCS#10 CSR");
      }
    }
  }

  /**
   * A signer's answer, which is given once. That its certificate begins about now is not checked.
   */
  public static void answer(ValidatedField status) {
    int before = status.errorsSoFar();
    conditions(status.field("conditions"));
    if (status.errorsSoFar() > before) {
      return;
    }
    String end = end(status.value());
    if (!end(status.old()).isEmpty()) {
      same(
          status,
          status.old(),
          "immutable after PodCertificateRequest is issued, denied, or failed");
    } else if (end.equals("Issued")) {
      issued(status);
    } else if (end.isEmpty()) {
      same(
          status,
          status.old(),
          "status is immutable unless transitioning to \"Issued\", \"Denied\", or \"Failed\"");
    } else {
      ObjectNode alone = Json.object();
      alone.set("conditions", status.value().path("conditions"));
      same(
          status,
          alone,
          "non-condition status fields must be empty when denying or failing the"
              + " PodCertificateRequest");
    }
  }

  private static void conditions(ValidatedField conditions) {
    int ends = 0;
    for (ValidatedField condition : conditions.items()) {
      ValidatedField type = condition.field("type");
      if (!ENDS.contains(type.text())) {
        type.notSupported(ENDS);
        continue;
      }
      ends++;
      if (ends > 1) {
        type.invalid(
            "There may be at most one condition with type \"Issued\", \"Denied\", or \"Failed\"");
      }
      if (!condition.text("status").equals("True")) {
        condition.field("status").notSupported(List.of("True"));
      }
    }
  }

  private static String end(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("status").asText().equals("True")) {
        return condition.path("type").asText();
      }
    }
    return "";
  }

  private static void same(ValidatedField status, JsonNode wanted, String why) {
    boolean isEmpty = status.isEmpty() && wanted.isEmpty();
    if (!isEmpty && !status.value().equals(wanted)) {
      status.wrong(why);
    }
  }

  private static void issued(ValidatedField status) {
    ValidatedField chain = status.field("certificateChain");
    if (chain.text().length() > LONGEST_CHAIN) {
      chain.tooLong(LONGEST_CHAIN);
      return;
    }
    List<PemBlock> blocks = PemBlock.all(chain.text());
    if (blocks.isEmpty()) {
      chain.invalid("issued certificate chain must contain at least one certificate");
      return;
    }
    if (!isCertificate(blocks.getFirst())) {
      chain.invalid("issued certificate chain must consist entirely of CERTIFICATE PEM blocks");
      return;
    }
    try {
      IssuedCertificate leaf = IssuedCertificate.of(blocks.getFirst().content());
      if (leaf.key().equals(requested(status.root()))) {
        times(status, leaf);
      } else {
        chain.invalid("leaf certificate was not issued to the requested public key");
      }
    } catch (GeneralSecurityException malformed) {
      chain.invalid("leaf certificate does not parse as valid X.509");
    }
    intermediates(chain, blocks.subList(1, blocks.size()));
  }

  /** Those after the leaf are looked at once all else is right. */
  private static void intermediates(ValidatedField chain, List<PemBlock> blocks) {
    for (PemBlock block : chain.errorsSoFar() == 0 ? blocks : List.<PemBlock>of()) {
      if (!isCertificate(block)) {
        // the misspelling is the server's own
        chain.invalid("issued certificate chain must consist entirely of CERTFICATE PEM blocks");
        return;
      }
      try {
        var unused = IssuedCertificate.of(block.content());
      } catch (GeneralSecurityException malformed) {
        chain.invalid("intermediate certificate does not parse as valid X.509");
        return;
      }
    }
  }

  private static boolean isCertificate(PemBlock block) {
    return block.label().equals("CERTIFICATE");
  }

  private static PublicKey requested(ValidatedField request) throws GeneralSecurityException {
    String stub = request.field("spec").text("stubPKCS10Request");
    return SigningRequest.parse(Base64.getDecoder().decode(stub)).key();
  }

  private static void times(ValidatedField status, IssuedCertificate leaf) {
    int before = status.errorsSoFar();
    for (String field : List.of("notBefore", "notAfter")) {
      if (!status.has(field)) {
        status.field(field).required("must be present and consistent with the issued certificate");
      }
    }
    ValidatedField refresh = status.field("beginRefreshAt");
    if (!status.has("beginRefreshAt")) {
      refresh.required("must be present and in the range [notbefore+10min, notafter-10min]");
    }
    if (status.errorsSoFar() > before) {
      return;
    }
    Instant start = leaf.from();
    Instant end = leaf.until();
    Instant renewal = Instant.parse(refresh.text());
    long seconds = Duration.between(start, end).toSeconds();
    long most = status.root().field("spec").field("maxExpirationSeconds").number();
    if (!Instant.parse(status.text("notBefore")).equals(start)) {
      status
          .field("notBefore")
          .invalid("must be set to the NotBefore time encoded in the leaf certificate");
    } else if (!Instant.parse(status.text("notAfter")).equals(end)) {
      status
          .field("notAfter")
          .invalid("must be set to the NotAfter time encoded in the leaf certificate");
    } else if (seconds < HOUR) {
      status.field("certificateChain").wrong("leaf certificate lifetime must be >= 1 hour");
    } else if (seconds > most) {
      status
          .field("certificateChain")
          .wrong(
              "leaf certificate lifetime must be <= spec.maxExpirationSeconds (%d)"
                  .formatted(most));
    } else if (renewal.isBefore(start.plus(MARGIN))) {
      refresh.invalid("must be at least 10 minutes after status.notBefore");
    } else if (renewal.isAfter(end.minus(MARGIN))) {
      refresh.invalid("must be at least 10 minutes before status.notAfter");
    }
  }
}
