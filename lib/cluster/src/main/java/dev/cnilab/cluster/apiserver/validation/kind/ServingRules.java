package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.GoValue;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.tls.SigningRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Certificate requests, API services, and API priority and fairness. */
public final class ServingRules {
  private static final List<String> USAGES =
      List.of(
          "any",
          "cert sign",
          "client auth",
          "code signing",
          "content commitment",
          "crl sign",
          "data encipherment",
          "decipher only",
          "digital signature",
          "email protection",
          "encipher only",
          "ipsec end system",
          "ipsec tunnel",
          "ipsec user",
          "key agreement",
          "key encipherment",
          "microsoft sgc",
          "netscape sgc",
          "ocsp signing",
          "s/mime",
          "server auth",
          "signing",
          "timestamping");
  private static final long SHORTEST = 600;
  private static final long LAST_FLOW = 10_000;

  private ServingRules() {}

  public static void request(ValidatedField spec) {
    ValidatedField request = spec.field("request");
    proof(request);
    ValidatedField usages = spec.field("usages");
    if (usages.isEmpty()) {
      usages.required("");
    }
    Set<String> seen = new HashSet<>();
    for (ValidatedField usage : usages.items()) {
      if (!USAGES.contains(usage.text())) {
        usage.notSupported(USAGES);
      }
      if (!seen.add(usage.text())) {
        usage.duplicate();
      }
    }
    signer(spec.field("signerName"));
    ValidatedField seconds = spec.field("expirationSeconds");
    if (spec.has("expirationSeconds") && seconds.number() < SHORTEST) {
      seconds.invalid("may not specify a duration less than 600 seconds (10 minutes)");
    }
  }

  /** A certificate request is signed with the key that it is for. */
  private static void proof(ValidatedField request) {
    byte[] pem = Base64.getMimeDecoder().decode(request.text());
    try {
      byte[] encoded = SigningRequest.encoded(new String(pem, StandardCharsets.ISO_8859_1));
      if (!SigningRequest.isProven(encoded)) {
        request.invalid(unproven(SigningRequest.parse(encoded).key()));
      }
    } catch (GeneralSecurityException malformed) {
      request.invalid(String.valueOf(malformed.getMessage()));
    }
  }

  /** Go's words for a signature that is wrong. */
  private static String unproven(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "crypto/rsa: verification error";
      case "EC" -> "x509: ECDSA verification failure";
      default -> "x509: Ed25519 verification failure";
    };
  }

  /** The name of a signer: a domain and a path. */
  public static void signer(ValidatedField name) {
    String[] parts = name.text().split("/", 2);
    if (name.isEmpty()) {
      name.required("");
    } else if (parts.length < 2 || parts[1].isEmpty()) {
      name.invalid(
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
    } else {
      name.invalid(Format.SUBDOMAIN.violations(parts[0]));
    }
  }

  public static void api(ValidatedField service) {
    ValidatedField spec = service.field("spec");
    String wanted = spec.text("version") + "." + spec.text("group");
    ValidatedField name = service.field("metadata").field("name");
    if (!name.text().equals(wanted)) {
      name.invalid("must be `spec.version+\".\"+spec.group`: \"" + wanted + "\"");
    }
    within(spec.field("groupPriorityMinimum"), 20_000);
    within(spec.field("versionPriority"), 1_000);
  }

  private static void within(ValidatedField priority, long end) {
    if (priority.number() <= 0 || priority.number() > end) {
      priority.invalid("must be positive and less than " + end);
    }
  }

  public static void flow(ValidatedField spec) {
    ValidatedField order = spec.field("matchingPrecedence");
    if (order.number() > LAST_FLOW) {
      order.invalid("must not be greater than " + LAST_FLOW);
    } else if (order.number() <= 0) {
      order.invalid("must be a positive value");
    }
    ValidatedField method = spec.field("distinguisherMethod");
    List<String> methods = List.of("ByNamespace", "ByUser");
    if (spec.has("distinguisherMethod") && !methods.contains(method.text("type"))) {
      method.field("type").notSupported(GoValue.of(method.value(), "Type="), methods);
    }
    ValidatedField level = spec.field("priorityLevelConfiguration").field("name");
    if (level.isEmpty()) {
      level.required("must reference a priority level");
    }
  }

  public static void level(ValidatedField spec) {
    ValidatedField response = spec.field("limited").field("limitResponse");
    if (spec.text("type").equals("Limited")
        && response.text("type").equals("Queue")
        && !response.has("queuing")) {
      response.field("queuing").required("");
    }
  }
}
