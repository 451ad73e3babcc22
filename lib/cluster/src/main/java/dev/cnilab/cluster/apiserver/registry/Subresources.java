package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.custom.ServedResources;
import dev.cnilab.cluster.apiserver.registry.strategy.SigningRequestStrategy;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.validation.Validation;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Writes to subresources that do more than change a part of their object. */
public final class Subresources {
  /** The subresources whose object names the one that it is about. */
  private static final List<String> BY_NAME = List.of("binding", "eviction");

  private final ServedResources resources;
  private final Registry registry;
  private final PodEviction eviction;
  private final ObjectMetadata metadata;
  private final TokenRequests tokens;
  private final InstantSource clock;

  Subresources(
      ServedResources resources,
      Registry registry,
      PodEviction eviction,
      ObjectMetadata metadata,
      TokenRequests tokens,
      InstantSource clock) {
    this.resources = resources;
    this.registry = registry;
    this.eviction = eviction;
    this.metadata = metadata;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Answers POSTs to {@code binding}, {@code eviction} or {@code token}. */
  public KubeObject create(
      ResourceType type,
      String namespace,
      String name,
      String subresource,
      KubeObject body,
      Requester requester) {
    if (BY_NAME.contains(subresource) && !body.name().equals(name)) {
      throw ApiErrors.badRequest(
          "name in URL does not match name in %s object"
              .formatted(subresource.equals("binding") ? "Binding" : "Eviction"));
    }
    KubeObject object = registry.get(type, namespace, name);
    return switch (type.plural() + "/" + subresource) {
      case "pods/binding" ->
          bind(
              type,
              object,
              KubeObject.of(SubresourceBodies.read("core.v1.Binding", body)),
              requester);
      case "pods/eviction" -> {
        eviction.evict(
            object, KubeObject.of(SubresourceBodies.read("policy.v1.Eviction", body)), requester);
        yield success();
      }
      case "serviceaccounts/token" -> tokens.answer(object, body, clock.instant());
      default -> throw ApiErrors.noSuchResource();
    };
  }

  /** The {@code scale} of a type. */
  Scale scale(ResourceType type) {
    return Scale.of(resources.custom(type));
  }

  /** An object as its {@code scale} subresource shows it. */
  public KubeObject showScale(ResourceType type, KubeObject object) {
    return scale(type).show(object);
  }

  /** Writes {@code finalize}, {@code scale}, {@code ephemeralcontainers} or {@code resize}. */
  public KubeObject update(
      ResourceType type, String subresource, KubeObject body, Requester requester) {
    KubeObject object = registry.get(type, body.namespace(), body.name());
    return switch (subresource) {
      case "finalize" ->
          registry.finalize(
              type,
              withField(object, "/spec/finalizers", body).with("metadata", body.at("/metadata")),
              requester);
      case "approval" -> registry.approve(type, decided(object, body), requester);
      case "scale" -> {
        KubeObject scale = KubeObject.of(SubresourceBodies.read("autoscaling.v1.Scale", body));
        Validation.requireValidScale(scale);
        yield scale(type).show(registry.scale(type, scale(type).write(object, scale), requester));
      }
      case "ephemeralcontainers" ->
          registry.debug(type, withField(object, "/spec/ephemeralContainers", body), requester);
      case "resize" -> registry.resize(type, withResources(object, body), requester);
      default -> throw ApiErrors.noSuchResource();
    };
  }

  /** A CertificateSigningRequest with its approval conditions and their times. */
  private KubeObject decided(KubeObject object, KubeObject body) {
    JsonNode conditions = body.at("/status/conditions").deepCopy();
    return object.edit(
        json -> {
          if (conditions.isMissingNode()) {
            json.withObject("/status").remove("conditions");
          } else {
            json.withObject("/status").set("conditions", conditions);
          }
          new SigningRequestStrategy(() -> metadata.timestamp(0)).completeTimes(json, object);
          json.set("metadata", body.at("/metadata"));
        });
  }

  private static KubeObject withField(KubeObject object, String pointer, KubeObject from) {
    String field = pointer.substring(pointer.lastIndexOf('/') + 1);
    return object.edit(
        json -> {
          if (from.at(pointer).isMissingNode()) {
            json.withObject("/spec").remove(field);
          } else {
            json.withObject("/spec").set(field, from.at(pointer));
          }
          json.withObject("/metadata").put("resourceVersion", from.resourceVersion());
        });
  }

  /**
   * A pod with the resources of another pod's containers, if the containers are the same; otherwise
   * with those containers, so that validation reports it ({@code dropNonResizeUpdates}).
   */
  private static KubeObject withResources(KubeObject pod, KubeObject from) {
    return pod.edit(
        json -> {
          for (String list : List.of("initContainers", "containers")) {
            JsonNode theirs = from.at("/spec/" + list);
            JsonNode own = json.at("/spec/" + list);
            if (names(own).equals(names(theirs))) {
              for (int i = 0; i < own.size(); i++) {
                take("resources", theirs.get(i), (ObjectNode) own.get(i));
                take("resizePolicy", theirs.get(i), (ObjectNode) own.get(i));
              }
            } else {
              json.withObject("/spec").set(list, theirs);
            }
          }
          json.withObject("/metadata").put("resourceVersion", from.resourceVersion());
        });
  }

  private static List<String> names(JsonNode containers) {
    List<String> names = new ArrayList<>();
    containers.forEach(container -> names.add(container.path("name").asText()));
    return names;
  }

  private static void take(String field, JsonNode from, ObjectNode to) {
    if (from.has(field)) {
      to.set(field, from.get(field));
    } else {
      to.remove(field);
    }
  }

  private KubeObject bind(
      ResourceType type, KubeObject pod, KubeObject binding, Requester requester) {
    KubeObject bound = PodBinding.bound(pod, binding, metadata.timestamp(0));
    registry.replace(type, pod, bound, requester);
    return success();
  }

  private static KubeObject success() {
    ObjectNode json = Json.object().put("kind", "Status").put("apiVersion", "v1");
    json.putObject("metadata");
    return KubeObject.of(json.put("status", "Success").put("code", 201));
  }
}
