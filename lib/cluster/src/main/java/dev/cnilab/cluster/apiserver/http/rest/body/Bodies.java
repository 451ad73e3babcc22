package dev.cnilab.cluster.apiserver.http.rest.body;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.http.message.RequestBody;
import dev.cnilab.cluster.apiserver.http.message.RequestBody.Parsed;
import dev.cnilab.cluster.apiserver.http.message.RestRequest;
import dev.cnilab.cluster.apiserver.protobuf.Protobuf;
import dev.cnilab.cluster.apiserver.registry.write.Requester.FieldValidation;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.decoding.Decoder;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Parses requests' bodies. */
public final class Bodies {
  private static final String PARSING = "couldn't get version/kind; json parse error: ";
  private static final int SHOWN_BYTES = 30;
  private static final String TOO_LARGE = PARSING + "json: cannot unmarshal number";
  private static final String ACCEPTED =
      "application/json, application/yaml, " + Protobuf.MEDIA_TYPE;

  /** Parses a body before the loop asks for its tree. From any thread. */
  public static void readAhead(RestRequest request) {
    Syntax.of(request.contentType())
        .ifPresent(
            syntax -> {
              Parsed tree = syntax.ahead(request.body());
              request.body().keep(tree);
              if (fieldValidation(request) != FieldValidation.IGNORE) {
                new SentBody(request).readAhead(declared(tree));
              }
            });
  }

  /** The type of an object that declares its kind. */
  private static Optional<Struct> declared(Parsed parsed) {
    try {
      JsonNode tree = parsed.tree();
      return ResourceTypes.builtIn().stream()
          .filter(type -> type.kind().equals(tree.path("kind").asText()))
          .filter(type -> type.apiVersion().equals(tree.path("apiVersion").asText()))
          .findFirst()
          .flatMap(Schemas.builtIn()::of);
    } catch (IOException | RuntimeException malformed) {
      return Optional.empty(); // which is reported where the tree is asked for
    }
  }

  /** What the client wants to hear of fields that are unknown or repeated. */
  public static FieldValidation fieldValidation(RestRequest request) {
    return switch (request.parameter("fieldValidation")) {
      case "Strict" -> FieldValidation.STRICT;
      case "Ignore" -> FieldValidation.IGNORE;
      default -> FieldValidation.WARN;
    };
  }

  /** The object in a request to a subresource, which is of another kind. */
  public KubeObject part(RestRequest request, ResourceType type) {
    return KubeObject.of(
        tree(
            request,
            why ->
                why.startsWith(TOO_LARGE)
                    ? "%s in version \"%s\" cannot be handled as a %s: %s"
                        .formatted(
                            type.kind(),
                            type.version(),
                            type.kind(),
                            why.substring(PARSING.length()))
                    : unrecognized(type.kind(), why, request.body().bytes())));
  }

  /** The object of a type in the request. */
  public KubeObject object(RestRequest request, ResourceType type) {
    KubeObject object = part(request, type);
    DeclaredKind.of(object, type).require(type);
    return object;
  }

  public Patch patch(RestRequest request, String subresource) {
    for (Patch.Type type : Patch.Type.values()) {
      if (type.mediaType().equals(request.contentType())) {
        JsonNode body =
            type == Patch.Type.APPLY
                ? text(
                    Syntax.YAML,
                    request.body(),
                    why -> "error decoding YAML: error converting YAML to JSON: " + why)
                : text(Syntax.JSON, request.body(), why -> "invalid JSON patch");
        if (type == Patch.Type.STRATEGIC && body.isNull()) {
          body = Json.object(); // Go reads null as an empty map
        }
        requireShape(type, Nesting.requireShallow(body));
        String manager = request.parameter("fieldManager");
        return new Patch(
            type,
            body,
            subresource,
            manager,
            request.isSet("force") ? Patch.OnConflict.TAKE_OVER : Patch.OnConflict.REFUSE);
      }
    }
    throw ApiErrors.unsupportedPatch();
  }

  /** A JSON patch is a list of operations, any other patch is an object. */
  private static void requireShape(Patch.Type type, JsonNode body) {
    switch (type) {
      case JSON -> {
        if (!body.isArray()) {
          throw ApiErrors.badRequest(decoding(type) + mismatch(body, "[]handlers.jsonPatchOp"));
        }
      }
      case MERGE, STRATEGIC -> {
        if (!body.isObject()) {
          throw ApiErrors.badRequest(decoding(type) + mismatch(body, "map[string]interface {}"));
        }
      }
      case APPLY -> {}
    }
  }

  private static String mismatch(JsonNode found, String goType) {
    return "json: cannot unmarshal "
        + found.getNodeType().name().toLowerCase(Locale.ROOT)
        + " into Go value of type "
        + goType;
  }

  private static String decoding(Patch.Type type) {
    return type == Patch.Type.STRATEGIC ? "" : "error decoding patch: ";
  }

  /** The DeleteOptions in a DELETE, empty if it has none. */
  public ObjectNode deleteOptions(RestRequest request) {
    if (request.body().isEmpty()) {
      return Json.object();
    }
    Struct type = Schemas.builtIn().find("meta.v1.DeleteOptions").orElseThrow();
    ObjectNode body = tree(request, UnaryOperator.identity());
    String kind = body.path("kind").asText("");
    if (!kind.isEmpty() && !kind.equals("DeleteOptions")) {
      throw ApiErrors.badRequest(
          "no kind \"%s\" is registered for version \"%s\" in scheme \"%s\""
              .formatted(kind, body.path("apiVersion").asText(""), DeclaredKind.SCHEME));
    }
    try {
      return new Decoder().decode(type, body);
    } catch (WrongTypeException wrong) {
      throw ApiErrors.badRequest(String.valueOf(wrong.getMessage()));
    }
  }

  /**
   * @param refusal the message for a body that can't be parsed, from the reason
   */
  private static ObjectNode tree(RestRequest request, UnaryOperator<String> refusal) {
    JsonNode tree =
        switch (request.contentType()) {
          case "", "application/json" ->
              text(Syntax.JSON, request.body(), why -> refusal.apply(PARSING + why));
          case "application/yaml" -> text(Syntax.YAML, request.body(), refusal);
          case Protobuf.MEDIA_TYPE -> protobuf(request.body());
          default -> throw ApiErrors.unsupportedMediaType(ACCEPTED);
        };
    if (tree instanceof ObjectNode object) {
      return Nesting.requireShallow(object);
    }
    throw ApiErrors.badRequest(
        refusal.apply(PARSING + mismatch(tree, WrongTypeException.TYPE_META)));
  }

  /**
   * In the words of apiserver's {@code handlers/rest.go} for bodies without a kind of their own.
   */
  private static String unrecognized(String kind, String why, byte[] body) {
    return "the object provided is unrecognized (must be of type %s): %s (%s)"
        .formatted(kind, why, summary(body));
  }

  private static String summary(byte[] body) {
    if (body.length == 0) {
      return "<empty>";
    }
    byte[] shown = Arrays.copyOf(body, Math.min(body.length, SHOWN_BYTES));
    String text =
        body[0] == '{'
            ? new String(shown, StandardCharsets.UTF_8)
            : HexFormat.of().formatHex(shown);
    return body.length > SHOWN_BYTES ? text + " ..." : text;
  }

  private static JsonNode protobuf(RequestBody body) {
    try {
      return Syntax.PROTOBUF.read(body);
    } catch (IllegalArgumentException malformed) {
      throw ApiErrors.badRequest(String.valueOf(malformed.getMessage()));
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static JsonNode text(Syntax syntax, RequestBody body, UnaryOperator<String> refusal) {
    try {
      return syntax.read(body);
    } catch (IOException malformed) {
      throw ApiErrors.badRequest(refusal.apply(String.valueOf(malformed.getMessage())));
    }
  }
}
