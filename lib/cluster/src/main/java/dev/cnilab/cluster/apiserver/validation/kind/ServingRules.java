package dev.cnilab.cluster.apiserver.validation.kind;

import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.Format;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.tls.SigningRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;

/** Certificate requests and API services. */
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
  private static final long LAST_PORT = 65_535;
  private static final long SHORTEST = 600;
  private static final int LONGEST_DOMAIN = 253;

  /** A domain, and a path that is as long as a domain with a label before it. */
  private static final int LONGEST_SIGNER = 571;

  private ServingRules() {}

  public static void request(ValidatedField spec) {
    ValidatedField request = spec.field("request");
    proof(request);
    ValidatedField usages = spec.field("usages");
    if (usages.isEmpty()) {
      usages.required("");
    }
    Checks.setOf(USAGES).at(usages);
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
    if (name.isEmpty()) {
      name.required("");
      return;
    }
    String[] parts = name.text().split("/", -1);
    if (parts.length != 2) {
      name.invalid(
          "must be a fully qualified domain and path of the form 'example.com/signer-name'");
      return;
    }
    if (parts[0].length() > LONGEST_DOMAIN) {
      name.tooLong(LONGEST_DOMAIN);
    }
    labels(name, parts[0], Format.LABEL);
    if (!parts[0].contains(".")) {
      name.invalid(parts[0], "should be a domain with at least two segments separated by dots");
    }
    labels(name, parts[1], Format.SUBDOMAIN);
    if (name.text().length() > LONGEST_SIGNER) {
      name.tooLong(LONGEST_SIGNER);
    }
  }

  /** Reports the first part that is wrong. */
  private static void labels(ValidatedField name, String part, Format format) {
    for (String label : part.split("\\.", -1)) {
      List<String> violations = format.violations(label);
      violations.forEach(
          why -> name.invalid(part, "validating label \"%s\": %s".formatted(label, why)));
      if (!violations.isEmpty()) {
        return;
      }
    }
  }

  public static void api(ValidatedField service) {
    ValidatedField spec = service.field("spec");
    String wanted = spec.text("version") + "." + spec.text("group");
    ValidatedField name = service.field("metadata").field("name");
    if (!name.isEmpty() && !name.text().equals(wanted)) {
      name.invalid("must be `spec.version+\".\"+spec.group`: \"" + wanted + "\"");
    }
    ValidatedField group = spec.field("group");
    ValidatedField version = spec.field("version");
    if (!group.isEmpty()) {
      group.invalid(Format.SUBDOMAIN.violations(group.text()));
    } else if (!version.text().equals("v1")) {
      group.required("only v1 may have an empty group and it better be legacy kube");
    }
    version.invalidText(Format.LABEL_1035.violations(version.text()));
    within(spec.field("groupPriorityMinimum"), 20_000);
    within(spec.field("versionPriority"), 1_000);
    if (spec.has("service")) {
      remote(spec, spec.field("service"));
    } else {
      local(spec);
    }
  }

  private static void remote(ValidatedField spec, ValidatedField service) {
    for (String name : List.of("namespace", "name")) {
      if (service.field(name).isEmpty()) {
        service.field(name).required("");
      }
    }
    long port = service.field("port").number();
    if (port < 1 || port > LAST_PORT) {
      service.field("port").invalid("port is not valid: must be between 1 and 65535, inclusive");
    }
    if (spec.is("insecureSkipTLSVerify") && !spec.field("caBundle").isEmpty()) {
      spec.field("insecureSkipTLSVerify").invalid("may not be true if caBundle is present");
    }
  }

  private static void local(ValidatedField spec) {
    ValidatedField bundle = spec.field("caBundle");
    if (!bundle.isEmpty()) {
      int size = Base64.getMimeDecoder().decode(bundle.text()).length;
      bundle.invalid(size + " bytes", "local APIServices may not have a caBundle");
    }
    if (spec.is("insecureSkipTLSVerify")) {
      spec.field("insecureSkipTLSVerify")
          .invalid("local APIServices may not have insecureSkipTLSVerify");
    }
  }

  private static void within(ValidatedField priority, long end) {
    if (priority.number() <= 0 || priority.number() > end) {
      priority.invalidNumber("must be positive and less than " + end);
    }
  }
}
