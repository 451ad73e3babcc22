package dev.cnilab.cluster.apiserver.validation.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.apiserver.validation.field.ValidatedField;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.tls.der.IssuedCertificate;
import dev.cnilab.cluster.tls.der.PemBlock;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The conditions and the certificate of a CertificateSigningRequest. */
public final class RequestStatusRules {
  private static final List<String> DECISIONS = List.of("Approved", "Denied");
  private static final List<String> FINAL = List.of("Approved", "Denied", "Failed");
  private static final String CONDITIONS = "status.conditions";

  private RequestStatusRules() {}

  public static void check(ValidatedField status) {
    conditions(status.field("conditions"));
    ValidatedField certificate = status.field("certificate");
    if (!certificate.isEmpty()
        && !certificate.value().equals(certificate.old())
        && complaint(certificate.old().asText("")).isEmpty()) {
      complaint(certificate.text())
          .ifPresent(why -> certificate.invalid("<certificate data>", why));
    }
  }

  private static void conditions(ValidatedField conditions) {
    Set<String> seen = new HashSet<>();
    for (ValidatedField condition : conditions.items()) {
      ValidatedField type = condition.field("type");
      if (type.isEmpty()) {
        type.required("");
      }
      ConditionRules.state(
          condition.field("status"),
          FINAL.contains(type.text()) ? List.of("True") : ConditionRules.STATES);
      if (!seen.add(type.text())) {
        type.duplicate(type.text());
      }
    }
    if (seen.containsAll(DECISIONS)) {
      conditions.invalid(
          "{conditions[{\"type\": \"Approved\"}], conditions[{\"type\": \"Denied\"}]}",
          "must specify at most one of: `conditions[{\"type\": \"Approved\"}]`,"
              + " `conditions[{\"type\": \"Denied\"}]`");
    }
  }

  private static Optional<String> complaint(String base64) {
    String text = new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    List<PemBlock> blocks = PemBlock.all(text);
    for (PemBlock block : blocks) {
      if (!block.label().equals("CERTIFICATE")) {
        return Optional.of(
            "only CERTIFICATE PEM blocks are allowed, found "
                + Json.text(TextNode.valueOf(block.label())));
      }
      if (block.headers()) {
        return Optional.of("no PEM block headers are permitted");
      }
      try {
        if (IssuedCertificate.all(block.content()).isEmpty()) {
          return Optional.of("found CERTIFICATE PEM block containing 0 certificates");
        }
      } catch (GeneralSecurityException malformed) {
        return Optional.ofNullable(malformed.getMessage());
      }
    }
    return blocks.isEmpty() && !text.isEmpty()
        ? Optional.of("must contain at least one CERTIFICATE PEM block")
        : Optional.empty();
  }

  /** What may not change in any way: a condition that ends the request stays. */
  public static List<FieldError> kept(KubeObject request, KubeObject old) {
    List<FieldError> errors = new ArrayList<>();
    for (String type : FINAL) {
      if (count(type, request) < count(type, old)) {
        errors.add(
            FieldError.forbidden(
                CONDITIONS, "updates may not remove a condition of type \"" + type + "\""));
      }
    }
    return errors;
  }

  /** What may not change through the subresource {@code status}. */
  public static List<FieldError> signed(KubeObject request, KubeObject old) {
    List<FieldError> errors = kept(request, old);
    for (String type : DECISIONS) {
      if (count(type, request) > count(type, old)) {
        errors.add(
            FieldError.forbidden(
                CONDITIONS, "updates may not add a condition of type \"" + type + "\""));
      }
    }
    String before = old.text("/status/certificate");
    if (!before.isEmpty() && !before.equals(request.text("/status/certificate"))) {
      errors.add(
          FieldError.forbidden(
              "status.certificate", "updates may not modify existing certificate content"));
    }
    return errors;
  }

  private static int count(String type, KubeObject request) {
    int count = 0;
    for (JsonNode condition : request.at("/status/conditions")) {
      count += condition.path("type").asText().equals(type) ? 1 : 0;
    }
    return count;
  }
}
