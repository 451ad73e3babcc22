package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.CustomKind;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.custom.schema.FieldPlace;
import dev.cnilab.cluster.apiserver.registry.version.OtherVersion;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.StrictErrors;
import dev.cnilab.cluster.apiserver.schema.Mismatches;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.Struct;
import dev.cnilab.cluster.apiserver.schema.decoding.Decoder;
import dev.cnilab.cluster.apiserver.schema.decoding.Nesting;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.apiserver.schema.defaults.Defaults;
import dev.cnilab.cluster.apiserver.schema.strict.StrictError;
import dev.cnilab.cluster.apiserver.schema.strict.StrictReading;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.ApiStatus;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Turns a request's object into one of its type, with known fields only and with defaults. */
final class Intake {
  private static final Struct OBJECT_META =
      Schemas.builtIn().find("meta.v1.ObjectMeta").orElseThrow();

  private static final String STRICT = "strict decoding error: ";

  private final ServedResources resources;

  Intake(ServedResources resources) {
    this.resources = resources;
  }

  /** Reads a whole object. */
  ObjectNode object(ResourceType type, KubeObject body, Requester requester) {
    Optional<Struct> struct = Schemas.builtIn().of(type);
    if (struct.isEmpty()) {
      ObjectNode json = body.json().deepCopy();
      resources.custom(type).ifPresent(kind -> customObject(kind, json, requester));
      return json;
    }
    ObjectNode json;
    try {
      json = new Decoder().decode(struct.get(), body.json());
    } catch (WrongTypeException wrong) {
      throw ApiErrors.badRequest(unfit(type) + wrong.getMessage());
    }
    requireStrict(type, requester, () -> requester.sent().errors(struct, body.json()));
    Defaults.apply(struct.get(), json);
    return json;
  }

  /** Reads an object of a version in which it is not stored, and converts it to the stored one. */
  KubeObject stored(OtherVersion version, ResourceType type, KubeObject body, Requester requester) {
    return version.stored(KubeObject.of(object(type, body, requester)));
  }

  /**
   * Reads, in place or not, what policies and webhooks have made of an object; unknown fields are
   * dropped.
   *
   * @throws ApiException 500 if the result is not an object of its type
   */
  ObjectNode decodedAgain(ResourceType type, ObjectNode changed) {
    if (!changed.path("apiVersion").asText().equals(type.apiVersion())
        || !changed.path("kind").asText().equals(type.kind())) {
      throw ApiErrors.internal(
          "webhooks made a %s of %s of a %s of %s"
              .formatted(
                  changed.path("kind").asText(),
                  changed.path("apiVersion").asText(),
                  type.kind(),
                  type.apiVersion()));
    }
    try {
      Optional<Struct> struct = Schemas.builtIn().of(type);
      Nesting.requireShallow(changed);
      if (struct.isPresent()) {
        return new Decoder().decode(struct.get(), changed);
      }
      var unused = decodeMetadata(changed);
    } catch (WrongTypeException | ApiException unfit) {
      throw ApiErrors.internal(String.valueOf(unfit.getMessage()));
    }
    resources.custom(type).ifPresent(kind -> kind.prune(changed));
    return changed;
  }

  /** Adds the defaults of its type to an object in place. */
  ObjectNode defaulted(ResourceType type, ObjectNode object) {
    Schemas.builtIn().of(type).ifPresent(struct -> Defaults.apply(struct, object));
    resources.custom(type).ifPresent(kind -> kind.applyDefaults(object));
    return object;
  }

  /**
   * Reads the metadata of a custom object, which is of the same type as everybody's, whatever the
   * schema says.
   *
   * @return as it was sent
   */
  private static JsonNode decodeMetadata(ObjectNode json) {
    JsonNode sent = json.path("metadata");
    if (json.hasNonNull("metadata")) {
      if (!(sent instanceof ObjectNode metadata)) {
        throw WrongTypeException.of(sent, "v1.ObjectMeta");
      }
      json.set("metadata", new Decoder().decode(OBJECT_META, metadata));
    }
    return sent;
  }

  private static void customObject(CustomKind kind, ObjectNode json, Requester requester) {
    JsonNode metadata;
    try {
      metadata = decodeMetadata(json);
    } catch (WrongTypeException wrong) {
      throw ApiErrors.badRequest(unfit(kind.type()) + wrong.getMessage());
    }
    List<FieldPlace> pruned = kind.prune(json);
    requireStrict(
        kind.type(),
        requester,
        () -> {
          List<String> errors = new ArrayList<>(requester.sent().errors(Optional.empty(), json));
          errors.addAll(unknown(metadata, pruned));
          return errors;
        });
    kind.applyDefaults(json);
  }

  /** The unknown fields of a custom object, which Go has decoded into a map before. */
  private static List<String> unknown(JsonNode metadata, List<FieldPlace> pruned) {
    return Stream.concat(
            StrictReading.ofMap(OBJECT_META, metadata).stream()
                .map(error -> new StrictError(error.why(), "metadata." + error.path())),
            FieldPlace.sorted(pruned).stream()
                .map(path -> new StrictError(StrictError.Why.UNKNOWN, path)))
        .map(StrictError::plainText)
        .toList();
  }

  private static void requireStrict(
      ResourceType type, Requester requester, Supplier<List<String>> errors) {
    StrictErrors.report(errors, requester)
        .ifPresent(
            strict -> {
              throw ApiErrors.badRequest(unfit(type) + STRICT + strict);
            });
  }

  /** Reads the object that results from a patch. */
  ObjectNode patched(ResourceType type, ObjectNode result, QuotedPatch patch, Requester requester) {
    ObjectNode patched = Nesting.requireShallow(result);
    Optional<Struct> struct = Schemas.builtIn().of(type);
    if (struct.isEmpty()) {
      JsonNode metadata = patched.path("metadata");
      List<FieldPlace> pruned =
          resources.custom(type).map(kind -> kind.prune(patched)).orElse(List.of());
      requireStrict(patch, struct, patched, requester, () -> unknown(metadata, pruned));
      return patched;
    }
    try {
      ObjectNode json = new Decoder().decode(struct.get(), patched);
      requireStrict(
          patch, struct, patched, requester, () -> patch.unknown().apply(struct.get(), patched));
      return json;
    } catch (WrongTypeException wrong) {
      throw ApiErrors.invalidPatch(patch.text(), patch.complaint().apply(wrong));
    }
  }

  /**
   * @param unknown fields of what the patch has made
   */
  private static void requireStrict(
      QuotedPatch patch,
      Optional<Struct> struct,
      ObjectNode patched,
      Requester requester,
      Supplier<List<String>> unknown) {
    StrictErrors.report(
            () -> {
              List<String> errors = new ArrayList<>(requester.sent().errors(struct, patched));
              errors.addAll(unknown.get());
              return errors;
            },
            requester)
        .ifPresent(
            strict -> {
              throw ApiErrors.invalidPatch(patch.text(), STRICT + strict);
            });
  }

  /**
   * Checks that a configuration has only fields of its type; otherwise it could not be merged.
   *
   * @throws ApiException 500 if it has others
   */
  void requireFitting(ResourceType type, KubeObject configuration) {
    List<String> words =
        Schemas.builtIn()
            .of(type)
            .map(struct -> Mismatches.in(struct, configuration.json()))
            .or(() -> resources.custom(type).map(kind -> undeclared(kind, configuration)))
            .orElse(List.of());
    String kind = "%s/%s, Kind=%s".formatted(type.group(), type.version(), type.kind());
    String name = "(%s/%s; %s)".formatted(configuration.namespace(), configuration.name(), kind);
    if (!words.isEmpty()) {
      throw unapplicable(
          "failed to create typed patch object %s: %s"
              .formatted(
                  name,
                  words.size() == 1
                      ? words.getFirst()
                      : "errors:\n  " + String.join("\n  ", words)));
    }
    try {
      Schemas.builtIn()
          .of(type)
          .ifPresent(struct -> new Decoder().decode(struct, configuration.json()));
    } catch (WrongTypeException wrong) {
      throw unapplicable(
          ("failed to convert new object %s to proper version: unable to convert unstructured"
                  + " object to %s: %s")
              .formatted(name, kind, wrong.conversion()));
    }
  }

  private static ApiException unapplicable(String why) {
    return new ApiException(new ApiStatus(500, "", why, Json.object()));
  }

  private static List<String> undeclared(CustomKind kind, KubeObject configuration) {
    return kind.undeclared(configuration.json()).stream()
        .map(path -> path + ": field not declared in schema")
        .toList();
  }

  private static String unfit(ResourceType type) {
    return type.kind()
        + " in version \""
        + type.version()
        + "\" cannot be handled as a "
        + type.kind()
        + ": ";
  }
}
