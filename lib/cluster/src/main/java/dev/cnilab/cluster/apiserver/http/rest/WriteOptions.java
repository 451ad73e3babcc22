package dev.cnilab.cluster.apiserver.http.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.http.rest.body.Bodies;
import dev.cnilab.cluster.apiserver.http.rest.body.SentBody;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The options of a write: CreateOptions, UpdateOptions and PatchOptions in a query, DeleteOptions
 * in a body. Checked in the words of apimachinery's {@code meta/v1/validation}.
 */
final class WriteOptions {
  private static final int LONGEST_MANAGER = 128;
  private static final List<String> FIELD_VALIDATION = List.of("", "Ignore", "Strict", "Warn");
  private static final List<String> PROPAGATION =
      List.of("Foreground", "Background", "Orphan", "nil");

  private static final String IGNORE_UNREADABLE =
      "ignoreStoreReadErrorWithClusterBreakingPotential";

  private WriteOptions() {}

  /**
   * On whose behalf and with what options a request writes.
   *
   * @param body of a DELETE. A real server ignores the query once there is a body; here either of
   *     them can ask for a dry run.
   * @throws dev.cnilab.cluster.client.ApiException 422 if an option has an invalid value
   */
  static Requester requester(RestRequest request, JsonNode body) {
    List<FieldError> errors = new ArrayList<>();
    dryRun(request, body, errors);
    manager(request, errors);
    chosen("fieldValidation", request.parameter("fieldValidation"), FIELD_VALIDATION, errors);
    chosen("propagationPolicy", propagation(request, body), PROPAGATION, errors);
    if (body.hasNonNull("orphanDependents") && body.hasNonNull("propagationPolicy")) {
      errors.add(
          FieldError.invalid(
              "propagationPolicy",
              body.path("propagationPolicy"),
              "orphanDependents and deletionPropagation cannot be both set"));
    }
    if (body.path(IGNORE_UNREADABLE).asBoolean() && body.hasNonNull("gracePeriodSeconds")) {
      errors.add(
          FieldError.invalid(
              IGNORE_UNREADABLE,
              body.path(IGNORE_UNREADABLE),
              "cannot be set together with .gracePeriodSeconds"));
    }
    if (!errors.isEmpty()) {
      throw InvalidObject.of(kind(request), "", errors);
    }
    String manager = request.parameter("fieldManager");
    return new Requester(
        request.user(),
        !manager.isEmpty() ? manager : request.agent().isEmpty() ? "unknown" : request.agent(),
        isTried(request, body) ? Requester.Durability.DRY_RUN : Requester.Durability.STORED,
        Bodies.fieldValidation(request),
        new SentBody(request),
        request.warnings()::add,
        request.verdicts());
  }

  /** The options of a DELETE; the query overrides the body. */
  static DeleteOptions deletion(RestRequest request, JsonNode body) {
    OptionalLong grace = request.query().number("gracePeriodSeconds");
    JsonNode wanted = body.path("gracePeriodSeconds");
    return new DeleteOptions(
        grace.isPresent()
            ? Optional.of(grace.getAsLong())
            : wanted.isNumber() ? Optional.of(wanted.asLong()) : Optional.empty(),
        switch (propagation(request, body)) {
          case "Foreground" -> DeleteOptions.Propagation.FOREGROUND;
          case "Orphan" -> DeleteOptions.Propagation.ORPHAN;
          default ->
              body.path("orphanDependents").asBoolean()
                  ? DeleteOptions.Propagation.ORPHAN
                  : DeleteOptions.Propagation.BACKGROUND;
        },
        body.at("/preconditions/uid").asText(""),
        body.at("/preconditions/resourceVersion").asText(""));
  }

  /** Whether a request is a dry run. */
  private static boolean isTried(RestRequest request, JsonNode body) {
    return request.query().has("dryRun") || !body.path("dryRun").isEmpty();
  }

  /** The propagation policy from the query, otherwise from the body; "" if neither has one. */
  private static String propagation(RestRequest request, JsonNode body) {
    String query = request.parameter("propagationPolicy");
    return query.isEmpty() ? body.path("propagationPolicy").asText("") : query;
  }

  private static void dryRun(RestRequest request, JsonNode body, List<FieldError> errors) {
    List<String> values = new ArrayList<>(request.query().values("dryRun"));
    body.path("dryRun").forEach(value -> values.add(value.asText()));
    if (!List.of("All").containsAll(values)) {
      JsonNode found = texts(values);
      errors.add(FieldError.notSupported("dryRun", found, List.of("All")));
    }
  }

  private static ArrayNode texts(List<String> values) {
    ArrayNode texts = Json.array();
    values.forEach(texts::add);
    return texts;
  }

  private static void manager(RestRequest request, List<FieldError> errors) {
    String manager = request.parameter("fieldManager");
    boolean applied = request.contentType().equals(Patch.Type.APPLY.mediaType());
    if (request.method().equals("PATCH") && applied && manager.isEmpty()) {
      errors.add(FieldError.required("fieldManager", "is required for apply patch"));
    }
    if (request.method().equals("PATCH") && !applied && request.isSet("force")) {
      errors.add(FieldError.forbidden("force", "may not be specified for non-apply patch"));
    }
    if (manager.length() > LONGEST_MANAGER) {
      errors.add(FieldError.tooLong("fieldManager", LONGEST_MANAGER));
    }
    if (manager.chars().anyMatch(Character::isISOControl)) {
      errors.add(
          FieldError.invalid("fieldManager", manager, "should only contain printable characters"));
    }
  }

  private static void chosen(
      String field, String value, List<String> supported, List<FieldError> errors) {
    if (!value.isEmpty() && !supported.contains(value)) {
      errors.add(FieldError.notSupported(field, value, supported));
    }
  }

  private static ResourceType kind(RestRequest request) {
    String kind =
        switch (request.method()) {
          case "POST" -> "CreateOptions";
          case "PUT" -> "UpdateOptions";
          case "PATCH" -> "PatchOptions";
          default -> "DeleteOptions";
        };
    return ResourceType.clusterWide("meta.k8s.io", "v1", kind, "");
  }
}
