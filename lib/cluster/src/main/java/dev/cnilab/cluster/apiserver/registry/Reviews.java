package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.authorization.Attributes;
import dev.cnilab.cluster.apiserver.authorization.BoundTokens;
import dev.cnilab.cluster.apiserver.authorization.BoundTokens.Finding;
import dev.cnilab.cluster.apiserver.authorization.Rbac;
import dev.cnilab.cluster.apiserver.authorization.Tokens;
import dev.cnilab.cluster.apiserver.authorization.User;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Reviews: requests that are made by creating an object and answered in its status; nothing is
 * stored.
 */
public final class Reviews {
  private static final String INVALID = "invalid bearer token";

  private static final ResourceType NO_KIND =
      ResourceType.clusterWide("authorization.k8s.io", "v1", "", "");

  private final Intake intake;
  private final Rbac rbac;
  private final Tokens tokens;
  private final BoundTokens boundTokens;
  private final Supplier<String> now;

  Reviews(Intake intake, Rbac rbac, Tokens tokens, BoundTokens boundTokens, Supplier<String> now) {
    this.intake = intake;
    this.rbac = rbac;
    this.tokens = tokens;
    this.boundTokens = boundTokens;
    this.now = now;
  }

  /**
   * Answers a review of this type.
   *
   * @throws dev.cnilab.cluster.client.ApiException 400 if a field is of the wrong type, or unknown
   *     with strict validation; 422 if the question is not complete
   */
  public KubeObject answer(ResourceType type, KubeObject body, Requester requester) {
    KubeObject question = KubeObject.of(intake.object(type, body, requester));
    User user = requester.user();
    return question.edit(
        json -> {
          json.put("apiVersion", type.apiVersion()).put("kind", type.kind());
          json.withObject("/metadata");
          ObjectNode status = json.putObject("status");
          switch (type.kind()) {
            case "SelfSubjectAccessReview" -> {
              requireOneSubject(question, List.of());
              access(question, user, status);
            }
            case "SubjectAccessReview", "LocalSubjectAccessReview" -> {
              requireWhole(type, question);
              access(question, subject(question), status);
            }
            case "SelfSubjectRulesReview" -> {
              rules(question, user, status);
              json.putObject("metadata"); // the answer is a new object
              json.putObject("spec");
            }
            case "SelfSubjectReview" -> {
              json.putObject("metadata").put("creationTimestamp", now.get());
              describe(user, status.putObject("userInfo"));
            }
            case "TokenReview" -> token(question, status);
            default -> throw ApiErrors.noSuchResource();
          }
        });
  }

  private static void requireWhole(ResourceType type, KubeObject question) {
    List<FieldError> errors = new ArrayList<>();
    if (question.text("/spec/user").isEmpty() && question.at("/spec/groups").isEmpty()) {
      errors.add(
          FieldError.invalid("spec.user", "", "at least one of user or group must be specified"));
    }
    String asked = question.text("/spec/resourceAttributes/namespace");
    if (type.namespaced() && !asked.equals(question.namespace())) {
      errors.add(
          FieldError.invalid(
              "spec.resourceAttributes.namespace", asked, "must match metadata.namespace"));
    }
    requireOneSubject(question, errors);
  }

  /** Checks that a question is about a resource or a path; the errors of a review name no kind. */
  private static void requireOneSubject(KubeObject question, List<FieldError> others) {
    List<FieldError> errors = new ArrayList<>();
    JsonNode path = question.at("/spec/nonResourceAttributes");
    boolean aboutPath = path.isObject();
    if (question.at("/spec/resourceAttributes").isObject() == aboutPath) {
      errors.add(
          FieldError.invalid(
              "spec",
              aboutPath
                  ? Json.object()
                      .put("Path", path.path("path").asText(""))
                      .put("Verb", path.path("verb").asText(""))
                  : NullNode.getInstance(),
              "exactly one of nonResourceAttributes or resourceAttributes must be specified"));
    }
    errors.addAll(others);
    if (!errors.isEmpty()) {
      throw InvalidObject.of(NO_KIND, "", errors);
    }
  }

  private void access(KubeObject question, User user, ObjectNode status) {
    Optional<String> reason = rbac.allows(attributes(question, user));
    status.put("allowed", reason.isPresent());
    reason.filter(why -> !why.isEmpty()).ifPresent(why -> status.put("reason", why));
  }

  private static Attributes attributes(KubeObject question, User user) {
    JsonNode resource = question.at("/spec/resourceAttributes");
    if (resource.isMissingNode()) {
      return Attributes.ofPath(
          user,
          question.text("/spec/nonResourceAttributes/verb"),
          question.text("/spec/nonResourceAttributes/path"));
    }
    return new Attributes(
        user,
        resource.path("verb").asText(""),
        resource.path("group").asText(""),
        resource.path("resource").asText(""),
        resource.path("subresource").asText(""),
        resource.path("namespace").asText(""),
        resource.path("name").asText(""),
        "");
  }

  private static User subject(KubeObject question) {
    List<String> groups = new ArrayList<>();
    question.at("/spec/groups").forEach(group -> groups.add(group.asText()));
    return new User(question.text("/spec/user"), groups);
  }

  private void rules(KubeObject question, User user, ObjectNode status) {
    if (question.text("/spec/namespace").isEmpty()) {
      throw ApiErrors.badRequest("no namespace on request");
    }
    ArrayNode resources = status.putArray("resourceRules");
    ArrayNode paths = status.putArray("nonResourceRules");
    rbac.rules(user, question.text("/spec/namespace"))
        .forEach(
            granted ->
                (granted.rule().has("nonResourceURLs") ? paths : resources).add(granted.rule()));
    status.put("incomplete", false);
  }

  private void token(KubeObject question, ObjectNode status) {
    String token = question.text("/spec/token");
    if (token.isEmpty()) {
      throw ApiErrors.badRequest("token is required for TokenReview in authentication");
    }
    Finding finding =
        tokens
            .user(token)
            .map(known -> new Finding(Optional.of(known), "", List.of(BoundTokens.AUDIENCE)))
            .orElseGet(() -> boundTokens.examine(token));
    List<String> audiences = new ArrayList<>();
    question.at("/spec/audiences").forEach(audience -> audiences.add(audience.asText()));
    if (audiences.isEmpty()) {
      audiences.add(BoundTokens.AUDIENCE);
    }
    audiences.retainAll(finding.audiences());
    boolean good = finding.user().isPresent() && !audiences.isEmpty();
    if (good) {
      status.put("authenticated", true);
    }
    ObjectNode user = status.putObject("user");
    if (good) {
      describe(finding.user().get(), user);
      audiences.forEach(status.putArray("audiences")::add);
    } else {
      status.put(
          "error",
          !token.contains(".") // no service account's token, which has three parts
              ? INVALID
              : "[%s, %s]"
                  .formatted(
                      INVALID,
                      finding.error().isEmpty()
                          ? "token audiences "
                              + finding.audiences()
                              + " is invalid for the target audiences"
                          : finding.error()));
    }
  }

  private static void describe(User user, ObjectNode json) {
    json.put("username", user.name());
    if (!user.uid().isEmpty()) {
      json.put("uid", user.uid());
    }
    user.groups().forEach(json.putArray("groups")::add);
    user.extra()
        .forEach((key, values) -> values.forEach(json.withObject("/extra").withArray(key)::add));
  }
}
