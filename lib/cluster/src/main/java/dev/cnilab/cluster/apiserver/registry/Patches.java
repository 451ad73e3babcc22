package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.patch.FieldManager;
import dev.cnilab.cluster.apiserver.patch.MergePatch;
import dev.cnilab.cluster.apiserver.patch.ServerSideApply;
import dev.cnilab.cluster.apiserver.patch.StrategicMergePatch;
import dev.cnilab.cluster.apiserver.patch.operation.OperationsPatch;
import dev.cnilab.cluster.apiserver.registry.strategy.StatusMetadata;
import dev.cnilab.cluster.apiserver.registry.version.OtherVersion;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.StrictErrors;
import dev.cnilab.cluster.apiserver.schema.Schema;
import dev.cnilab.cluster.apiserver.schema.Schemas;
import dev.cnilab.cluster.apiserver.schema.decoding.WrongTypeException;
import dev.cnilab.cluster.apiserver.validation.InvalidObject;
import dev.cnilab.cluster.apiserver.validation.field.Checks;
import dev.cnilab.cluster.apiserver.validation.field.FieldError;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.List;
import java.util.Optional;

/** Patches an object: reads it, applies the patch, and updates it. */
public final class Patches {
  private final Registry registry;
  private final Intake intake;
  private final Subresources subresources;
  private final ObjectMetadata metadata;

  Patches(Registry registry, Intake intake, Subresources subresources, ObjectMetadata metadata) {
    this.registry = registry;
    this.intake = intake;
    this.subresources = subresources;
    this.metadata = metadata;
  }

  /** Patches an object, or its status, and returns it as stored. */
  public KubeObject apply(
      ResourceType type, String namespace, String name, Patch patch, Requester requester) {
    if (patch.type() == Patch.Type.APPLY) {
      return applyConfiguration(type, namespace, name, patch, requester);
    }
    KubeObject object = registry.get(type, namespace, name);
    KubeObject old =
        patch.subresource().equals("scale")
            ? subresources.showScale(type, object)
            : registry.shown(type, OtherVersion.shownAs(type, object), requester);
    JsonNode result = patched(type, old, patch);
    if (!(result instanceof ObjectNode json)) {
      throw result.isNull()
          ? ApiErrors.rejected()
          : ApiErrors.invalidPatch(
              Json.text(result),
              "couldn't get version/kind; json parse error: "
                  + WrongTypeException.of(result, WrongTypeException.TYPE_META).getMessage());
    }
    keepNamespace(json, old);
    QuotedPatch quoted =
        patch.type() == Patch.Type.STRATEGIC
            ? QuotedPatch.strategic(patch.body())
            : QuotedPatch.made(json);
    KubeObject changed =
        KubeObject.of(
            patch.subresource().equals("scale")
                ? SubresourceBodies.patched("autoscaling.v1.Scale", KubeObject.of(json), quoted)
                : intake.patched(type, json, quoted, requester));
    requireSame(type, old, changed);
    Requester reported = requester.lenient();
    return switch (patch.subresource()) {
      case "" -> registry.update(type, changed, reported);
      case "status" -> registry.updateStatus(type, changed, reported);
      default -> subresources.update(type, patch.subresource(), changed, reported);
    };
  }

  /** An object from which the namespace was removed gets that of the request. */
  private static void keepNamespace(ObjectNode json, KubeObject old) {
    if (json.path("metadata") instanceof ObjectNode metadata
        && !old.namespace().isEmpty()
        && metadata.path("namespace").asText("").isEmpty()) {
      metadata.put("namespace", old.namespace());
    }
  }

  /** A patch may not change an object's identity. */
  private static void requireSame(ResourceType type, KubeObject old, KubeObject changed) {
    if (changed.name().isEmpty()) {
      throw ApiErrors.badRequest(
          "the name of the object (%s based on URL) was undeterminable: name must be provided"
              .formatted(old.name()));
    }
    if (!changed.name().equals(old.name())) {
      throw ApiErrors.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(changed.name(), old.name()));
    }
    if (!changed.namespace().equals(old.namespace())) {
      throw ApiErrors.badRequest(
          "the namespace of the object (%s) does not match the namespace on the URL (%s)"
              .formatted(changed.namespace(), old.namespace()));
    }
    if (!changed.uid().isEmpty() && !changed.uid().equals(old.uid())) {
      throw InvalidObject.of(
          type,
          old.name(),
          List.of(FieldError.invalid("metadata.uid", changed.uid(), Checks.IMMUTABLE)));
    }
  }

  private KubeObject applyConfiguration(
      ResourceType type, String namespace, String name, Patch patch, Requester requester) {
    if (!(patch.body() instanceof ObjectNode configuration)) {
      throw ApiErrors.badRequest("error decoding YAML: an object is wanted, not " + patch.body());
    }
    requireApplicable(type, KubeObject.of(configuration), patch.subresource());
    return switch (patch.subresource()) {
      case "" -> {
        Optional<KubeObject> old = registry.find(type, namespace, name);
        KubeObject applied = applied(type, namespace, name, configuration, patch, requester);
        Requester recorded = requester.lenient().unrecorded(); // in managedFields, by now
        yield old.isPresent()
            ? registry.update(type, applied, recorded)
            : registry.create(type, applied, recorded);
      }
      case "status" ->
          registry.updateStatus(
              type,
              applied(type, namespace, name, configuration, patch, requester),
              requester.lenient().unrecorded());
      case "scale" -> {
        Scale scale = subresources.scale(type);
        KubeObject sent =
            KubeObject.of(
                SubresourceBodies.patched(
                    "autoscaling.v1.Scale",
                    KubeObject.of(configuration),
                    QuotedPatch.made(configuration)));
        ObjectNode wanted = scale.write(KubeObject.named(type, namespace, name), sent).json();
        KubeObject applied = applied(type, namespace, name, wanted, patch, requester);
        yield scale.show(registry.scale(type, applied, requester.lenient().unrecorded()));
      }
      default ->
          subresources.update(
              type,
              patch.subresource(),
              applied(type, namespace, name, configuration, patch, requester),
              requester.lenient());
    };
  }

  private static void requireApplicable(
      ResourceType type, KubeObject configuration, String subresource) {
    if (!subresource.equals("scale") && !configuration.kind().equals(type.kind())) {
      String version = configuration.apiVersion();
      throw ApiErrors.badRequest(
          "invalid object type: %s, Kind=%s"
              .formatted(version.contains("/") ? version : "/" + version, configuration.kind()));
    }
    if (configuration.at("/metadata/managedFields").isArray()) {
      throw ApiErrors.badRequest("metadata.managedFields must be nil");
    }
  }

  /** The object, which may be new, with a configuration applied. */
  private KubeObject applied(
      ResourceType type,
      String namespace,
      String name,
      ObjectNode configuration,
      Patch patch,
      Requester requester) {
    intake.requireFitting(type, KubeObject.of(configuration));
    Optional<KubeObject> old =
        registry
            .find(type, namespace, name)
            .map(kept -> registry.shown(type, OtherVersion.shownAs(type, kept), requester));
    KubeObject empty = KubeObject.named(type, namespace, name);
    Schema schema = Schemas.builtIn().of(type).map(Schema.class::cast).orElse(Schema.Scalar.ANY);
    ObjectNode applied =
        ServerSideApply.apply(
            schema,
            old.orElse(empty).json().deepCopy(),
            configuration,
            new FieldManager(patch.fieldManager(), patch.subresource(), StatusMetadata.kept(type)),
            patch.onConflict(),
            metadata.timestamp(0));
    reportRepeated(configuration, requester);
    return KubeObject.of(applied);
  }

  /** Fields of a configuration that are unknown have been refused; they may still be repeated. */
  private static void reportRepeated(ObjectNode configuration, Requester requester) {
    StrictErrors.report(() -> requester.sent().errors(Optional.empty(), configuration), requester)
        .ifPresent(
            strict -> {
              throw ApiErrors.badRequest("error strict decoding patch: " + strict);
            });
  }

  private static JsonNode patched(ResourceType type, KubeObject old, Patch patch) {
    ObjectNode copy = old.json().deepCopy();
    return switch (patch.type()) {
      case JSON -> OperationsPatch.apply(copy, patch.body());
      case MERGE -> MergePatch.apply(copy, patch.body());
      case APPLY -> throw new IllegalStateException("configurations are applied, not patched in");
      case STRATEGIC ->
          StrategicMergePatch.apply(
              Schemas.builtIn()
                  .of(type)
                  .orElseThrow(
                      () ->
                          ApiErrors.unsupportedMediaType(
                              "application/json-patch+json, application/merge-patch+json,"
                                  + " application/apply-patch+yaml")),
              copy,
              (ObjectNode) patch.body());
    };
  }
}
