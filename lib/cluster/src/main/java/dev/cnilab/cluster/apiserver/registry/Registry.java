package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Operation;
import dev.cnilab.cluster.apiserver.authorization.Escalation;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.registry.strategy.StatusMetadata;
import dev.cnilab.cluster.apiserver.registry.strategy.Strategy;
import dev.cnilab.cluster.apiserver.registry.version.Conversion;
import dev.cnilab.cluster.apiserver.registry.version.OtherVersion;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.Requester.Durability;
import dev.cnilab.cluster.apiserver.registry.write.Writes;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.apiserver.validation.Validation;
import dev.cnilab.cluster.apiserver.warning.ObjectWarnings;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Creates and changes objects. On the loop only. */
public final class Registry {
  /** An object of any kind as Go makes it: without a value, but with a spec. */
  private static final JsonNode BLANK = Json.object().set("spec", Json.object());

  private static final String MODIFIED =
      "the object has been modified; please apply your changes to the latest version and try"
          + " again";

  private final ObjectStore store;
  private final Writes writes;
  private final ObjectMetadata metadata;
  private final ServedResources resources;
  private final Intake intake;
  private final Function<ResourceType, Strategy> strategies;
  private final Admissions admissions;
  private final Escalation escalation;

  Registry(
      ObjectStore store,
      Writes writes,
      ObjectMetadata metadata,
      ServedResources resources,
      Function<ResourceType, Strategy> strategies,
      Admissions admissions,
      Escalation escalation) {
    this.store = store;
    this.writes = writes;
    this.metadata = metadata;
    this.resources = resources;
    this.intake = new Intake(resources);
    this.strategies = strategies;
    this.admissions = admissions;
    this.escalation = escalation;
  }

  /** The object, or 404. */
  public KubeObject get(ResourceType type, String namespace, String name) {
    return store.find(type, namespace, name).orElseThrow(() -> ApiErrors.notFound(type, name));
  }

  public Optional<KubeObject> find(ResourceType type, String namespace, String name) {
    return store.find(type, namespace, name);
  }

  /** Creates an object and returns it as stored. */
  public KubeObject create(ResourceType type, KubeObject object, Requester requester) {
    Optional<OtherVersion> version = OtherVersion.of(type);
    if (version.isPresent()) {
      KubeObject stored = intake.stored(version.get(), type, object, requester);
      if (type.equals(ResourceTypes.NEW_EVENTS)) {
        Validation.requireValidNewEvent(stored);
      }
      return create(version.get().keptAs(), stored, requester.lenient());
    }
    ObjectNode json = intake.object(type, object, requester);
    json.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    if (requester.durability() == Durability.STORED) {
      ObjectMetadata.requireNoVersion(json); // the store has to see it
    }
    metadata.initialise(type, json);
    JsonNode status = json.path("status");
    StatusField.begin(type, json);
    // What the server adds from here on has no manager.
    metadata.recordManager(type, "", BLANK, json, requester);
    admissions.complete(type, json, status, requester);
    strategies.apply(type).prepareForCreate(json, requester);
    KubeObject complete = KubeObject.of(json);
    escalation.requireNone(requester.user(), type, complete, Optional.empty());
    Validation.requireValid(type, complete);
    resources
        .custom(type)
        .ifPresent(kind -> kind.requireValid(complete, MissingNode.getInstance()));
    ObjectWarnings.ofNew(type, complete).forEach(requester.warnings());
    admissions.validate(Operation.CREATE, type, "", complete, null, requester);
    Optional<KubeObject> known = store.find(type, complete.namespace(), complete.name());
    if (known.isPresent()) {
      throw known.get().isTerminating()
          ? ApiErrors.stillExists(type, complete.name())
          : ApiErrors.alreadyExists(type, complete.name());
    }
    return writes.put(type, stored(type, complete, requester), requester);
  }

  /**
   * A custom object in the version in which it is kept. The way back is asked for as well: the
   * answer takes it, and a request that is started again for it must not have written yet.
   */
  private KubeObject stored(ResourceType type, KubeObject object, Requester requester) {
    KubeObject kept =
        resources
            .storedAs(type)
            .map(kind -> Conversion.to(kind, object, requester.verdicts()))
            .orElse(object);
    var unused = shown(type, kept, requester);
    return kept;
  }

  /** A kept custom object in the version of the request. */
  KubeObject shown(ResourceType type, KubeObject kept, Requester requester) {
    return resources
        .custom(type)
        .map(kind -> Conversion.to(kind, kept, requester.verdicts()))
        .orElse(kept);
  }

  /** Replaces an object except its status. */
  public KubeObject update(ResourceType type, KubeObject object, Requester requester) {
    Optional<OtherVersion> version = OtherVersion.of(type);
    if (version.isPresent()) {
      return update(
          version.get().keptAs(),
          intake.stored(version.get(), type, object, requester),
          requester.lenient());
    }
    return update(
        type,
        object,
        requester,
        new Part("", strategies.apply(type), Validation::requireValidUpdate));
  }

  /** Changes only the number of replicas of an object. */
  KubeObject scale(ResourceType type, KubeObject object, Requester requester) {
    return update(
        type,
        object,
        requester,
        new Part("scale", strategies.apply(type), Validation::requireValidUpdate));
  }

  /** Changes only the ephemeral containers of a pod. */
  KubeObject debug(ResourceType type, KubeObject pod, Requester requester) {
    return update(
        type,
        pod,
        requester,
        new Part("ephemeralcontainers", Strategy.PLAIN, Validation::requireValidDebugging));
  }

  /** Changes only the resources of a pod's containers. */
  KubeObject resize(ResourceType type, KubeObject pod, Requester requester) {
    return update(
        type, pod, requester, new Part("resize", Strategy.PLAIN, Validation::requireValidResize));
  }

  /** Changes only the finalizers in an object's spec. */
  KubeObject finalize(ResourceType type, KubeObject object, Requester requester) {
    return update(
        type,
        object,
        requester,
        new Part("finalize", Strategy.PLAIN, Validation::requireValidUpdate));
  }

  /** Checks whether an object may replace another. */
  private interface UpdateCheck {
    void require(ResourceType type, KubeObject changed, KubeObject old);
  }

  /**
   * Which part of an object is replaced.
   *
   * @param subresource "" for the object itself
   */
  private record Part(String subresource, Strategy strategy, UpdateCheck check) {}

  private KubeObject update(ResourceType type, KubeObject object, Requester requester, Part part) {
    KubeObject old = shown(type, current(type, object), requester);
    ObjectNode json = intake.object(type, object, requester);
    json.put("apiVersion", type.apiVersion()).put("kind", type.kind());
    metadata.carryOver(json, old);
    JsonNode status = json.path("status");
    StatusField.keep(type, json, old);
    metadata.recordManager(type, part.subresource(), old.json(), json, requester);
    admissions.completeUpdate(type, json, status, old, requester);
    part.strategy().prepareForUpdate(json, old, requester);
    metadata.countGeneration(json, old);
    KubeObject changed = KubeObject.of(json);
    escalation.requireNone(requester.user(), type, changed, Optional.of(old));
    part.check().require(type, changed, old);
    resources.custom(type).ifPresent(kind -> kind.requireValid(changed, old.json()));
    if (part.subresource().isEmpty()) {
      ObjectWarnings.ofChanged(type, changed, old).forEach(requester.warnings());
    }
    admissions.validate(Operation.UPDATE, type, part.subresource(), changed, old, requester);
    return replace(type, old, changed, requester);
  }

  /** Replaces an object's status; labels, annotations and finalizers may change with it. */
  public KubeObject updateStatus(ResourceType type, KubeObject object, Requester requester) {
    Optional<OtherVersion> version = OtherVersion.of(type);
    return version.isPresent()
        ? updateStatus(
            version.get().keptAs(),
            intake.stored(version.get(), type, object, requester),
            requester.lenient())
        : updateStatus(
            type,
            object,
            requester,
            new Part("status", strategies.apply(type), Validation::requireValidStatus));
  }

  /** Replaces an object's status through the subresource {@code approval}. */
  KubeObject approve(ResourceType type, KubeObject object, Requester requester) {
    return updateStatus(
        type,
        object,
        requester,
        new Part("approval", Strategy.PLAIN, Validation::requireValidApproval));
  }

  private KubeObject updateStatus(
      ResourceType type, KubeObject object, Requester requester, Part part) {
    KubeObject old = shown(type, current(type, object), requester);
    ObjectNode sent = intake.object(type, object, requester);
    ObjectNode json = Json.object();
    json.setAll(old.json());
    put("metadata", sent.get("metadata"), json);
    put("status", sent.get("status"), json);
    metadata.carryOver(json, old);
    StatusMetadata.keep(type, json, old);
    part.strategy().prepareForStatus(json, old);
    metadata.recordManager(type, part.subresource(), old.json(), json, requester);
    KubeObject changed = KubeObject.of(json);
    part.check().require(type, changed, old);
    resources.custom(type).ifPresent(kind -> kind.requireValid(changed, old.json()));
    admissions.validate(Operation.UPDATE, type, part.subresource(), changed, old, requester);
    return replace(type, old, changed, requester);
  }

  /**
   * Replaces an object by a complete one; a deleted object that nothing keeps any longer is
   * removed.
   */
  KubeObject replace(ResourceType type, KubeObject old, KubeObject changed, Requester requester) {
    if (changed.isTerminating()
        && changed.at("/metadata/finalizers").isEmpty()
        && strategies.apply(type).mayGo(changed)) {
      writes.remove(type, old, requester);
      return changed;
    }
    return ObjectMetadata.sameButForVersion(old, changed)
        ? old
        : writes.put(type, stored(type, changed, requester), requester);
  }

  private KubeObject current(ResourceType type, KubeObject object) {
    KubeObject old = get(type, object.namespace(), object.name());
    if (!object.uid().isEmpty() && !object.uid().equals(old.uid())) {
      throw ApiErrors.conflict(type, object.name(), StoredKey.otherUid(type, object, old));
    }
    String version = object.resourceVersion();
    UnconditionalUpdates.requireAllowed(type, object);
    if (!version.isEmpty() && !version.equals(old.resourceVersion())) {
      throw ApiErrors.conflict(type, object.name(), MODIFIED);
    }
    return old;
  }

  private static void put(String field, @Nullable JsonNode value, ObjectNode json) {
    if (value == null) {
      json.remove(field);
    } else {
      json.set(field, value);
    }
  }
}
