package dev.cnilab.cluster.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.ResourceType;

/** The failures of the API in the words of apimachinery's {@code api/errors}. */
public final class ApiErrors {
  private ApiErrors() {}

  public static ApiException notFound(ResourceType type, String name) {
    return about(404, "NotFound", type, name, quoted(type, name) + " not found");
  }

  /** There is no such path; it says nothing about any object. */
  public static ApiException noSuchResource() {
    return new ApiException(
        new ApiStatus(
            404, "NotFound", "the server could not find the requested resource", Json.object()));
  }

  public static ApiException alreadyExists(ResourceType type, String name) {
    return about(409, "AlreadyExists", type, name, quoted(type, name) + " already exists");
  }

  /** An object of that name is there until its finalizers have gone. */
  public static ApiException stillExists(ResourceType type, String name) {
    return about(
        409,
        "AlreadyExists",
        type,
        name,
        "object is being deleted: " + quoted(type, name) + " already exists");
  }

  public static ApiException conflict(ResourceType type, String name, String why) {
    return about(
        409,
        "Conflict",
        type,
        name,
        "Operation cannot be fulfilled on " + quoted(type, name) + ": " + why);
  }

  /**
   * The same about a subresource, or about an object that is named by its kind.
   *
   * @param what such as {@code pods/binding} or {@code Deployment.apps}
   */
  public static ApiException conflict(String what, String name, String why) {
    ObjectNode details = Json.object().put("name", name).put("kind", what);
    return new ApiException(
        new ApiStatus(
            409,
            "Conflict",
            "Operation cannot be fulfilled on " + what + " \"" + name + "\": " + why,
            details));
  }

  /** A 403 for an object; {@code name} is "" for a request that concerns no particular one. */
  public static ApiException forbidden(ResourceType type, String name, String why) {
    String subject = name.isEmpty() ? type.qualifiedPlural() : quoted(type, name);
    return about(403, "Forbidden", type, name, subject + " is forbidden: " + why);
  }

  /** The request is for a path, not for an object. */
  public static ApiException forbiddenPath(String why) {
    return new ApiException(ApiStatus.of(403, "Forbidden", "forbidden: " + why));
  }

  /** The path exists, but accepts other methods. */
  public static ApiException methodNotAllowed() {
    return new ApiException(
        ApiStatus.of(
            405,
            "MethodNotAllowed",
            "the server does not allow this method on the requested resource"));
  }

  public static ApiException badRequest(String message) {
    return new ApiException(ApiStatus.of(400, "BadRequest", message));
  }

  /**
   * None of the media types that the client accepts can be served.
   *
   * @param served the media types that can
   */
  public static ApiException notAcceptable(String served) {
    return new ApiException(
        ApiStatus.of(
            406, "NotAcceptable", "406: Not Acceptable\n\nAvailable representations: " + served));
  }

  /**
   * A media type that is served, but not in the requested form.
   *
   * @param served the media types without a form
   */
  public static ApiException notConvertible(String served) {
    return new ApiException(
        ApiStatus.of(
            406, "NotAcceptable", "only the following media types are accepted: " + served));
  }

  /**
   * A list where one object was requested, or the other way round.
   *
   * @param wanted the kind that was requested
   * @param found what the object is instead
   */
  public static ApiException notShownAs(String wanted, String found) {
    return new ApiException(
        ApiStatus.of(
            406,
            "NotAcceptable",
            "you requested " + wanted + ", but the requested object is " + found));
  }

  /** For a patch, whose client gets no details. */
  public static ApiException unsupportedPatch() {
    return new ApiException(
        ApiStatus.of(415, "UnsupportedMediaType", "415: Unsupported Media Type"));
  }

  public static ApiException unsupportedMediaType(String accepted) {
    return new ApiException(
        ApiStatus.of(
            415,
            "UnsupportedMediaType",
            "the body of the request was in an unknown format - accepted media types include: "
                + accepted));
  }

  public static ApiException unauthorized() {
    return new ApiException(ApiStatus.of(401, "Unauthorized", "Unauthorized"));
  }

  /** The body has more than {@code limit} bytes. */
  public static ApiException requestEntityTooLarge(int limit) {
    return new ApiException(
        ApiStatus.of(413, "RequestEntityTooLarge", "Request entity too large: limit is " + limit));
  }

  /** A JSON patch has more operations than a server does. */
  public static ApiException tooManyOperations(int most, int found) {
    return new ApiException(
        ApiStatus.of(
            413,
            "RequestEntityTooLarge",
            "Request entity too large: The allowed maximum operations in a JSON patch is %d, got %d"
                .formatted(most, found)));
  }

  /**
   * The request took too long.
   *
   * @param retryAfter seconds before a retry, 0 for any time
   */
  public static ApiException timeout(String message, int retryAfter) {
    ObjectNode details = Json.object();
    if (retryAfter > 0) {
      details.put("retryAfterSeconds", retryAfter);
    }
    return new ApiException(new ApiStatus(504, "Timeout", "Timeout: " + message, details));
  }

  /** A request takes more work than a server does for one. */
  public static ApiException deadlineExceeded() {
    return timeout(
        "request did not complete within requested timeout - context deadline exceeded", 0);
  }

  /** A read asks for a version that was not written within the time it may wait. */
  public static ApiException tooLargeResourceVersion(long wanted, long current) {
    ApiStatus status =
        timeout("Too large resource version: " + wanted + ", current: " + current, 1).status();
    status
        .details()
        .putArray("causes")
        .addObject()
        .put("reason", "ResourceVersionTooLarge")
        .put("message", "Too large resource version");
    return new ApiException(status);
  }

  /** The history that a watch or a continued list needs is compacted. */
  public static ApiException expired(String message) {
    return new ApiException(ApiStatus.of(410, "Expired", message));
  }

  /**
   * The history that a continued list needs is compacted.
   *
   * @param token with which the list continues in its latest state
   */
  public static ApiException expiredToken(String token) {
    return new ApiException(
        new ApiStatus(
            410,
            "Expired",
            "The provided continue parameter is too old to display a consistent list result. You"
                + " can start a new list without the continue parameter, or use the continue token"
                + " in this response to retrieve the remainder of the results. Continuing with the"
                + " provided token results in an inconsistent list - objects that were created,"
                + " modified, or deleted between the time the first chunk was returned and now may"
                + " show up in the list.",
            Json.object(),
            token));
  }

  /** Temporarily; the client is told to retry in a second, which client-go does by itself. */
  public static ApiException serviceUnavailable(String message) {
    return new ApiException(
        new ApiStatus(
            503, "ServiceUnavailable", message, Json.object().put("retryAfterSeconds", 1)));
  }

  /** A 422 without a reason. */
  public static ApiException rejected() {
    return new ApiException(
        ApiStatus.of(
            422, "Invalid", "the server rejected our request due to an error in our request"));
  }

  /** The result of the patch is not of its type. */
  public static ApiException invalidPatch(String patch, String why) {
    String message = "Invalid value: " + Json.text(TextNode.valueOf(patch)) + ": " + why;
    ObjectNode details = Json.object();
    details
        .putArray("causes")
        .addObject()
        .put("reason", "FieldValueInvalid")
        .put("message", message)
        .put("field", "patch");
    return new ApiException(
        new ApiStatus(422, "Invalid", " \"\" is invalid: patch: " + message, details));
  }

  /** An error without a reason of its own in the API server. */
  public static ApiException unexpected(String message) {
    return new ApiException(new ApiStatus(500, "", message, Json.object()));
  }

  public static ApiException internal(String message) {
    ObjectNode details = Json.object();
    details.putArray("causes").addObject().put("message", message);
    return new ApiException(
        new ApiStatus(500, "InternalError", "Internal error occurred: " + message, details));
  }

  private static ApiException about(
      int code, String reason, ResourceType type, String name, String message) {
    ObjectNode details = Json.object();
    if (!name.isEmpty()) {
      details.put("name", name);
    }
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural());
    return new ApiException(new ApiStatus(code, reason, message, details));
  }

  private static String quoted(ResourceType type, String name) {
    return type.qualifiedPlural() + " \"" + name + "\"";
  }
}
