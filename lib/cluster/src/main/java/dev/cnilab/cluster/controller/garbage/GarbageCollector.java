package dev.cnilab.cluster.controller.garbage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.Informer;
import dev.cnilab.cluster.client.Patch;
import dev.cnilab.cluster.client.WatchEvent;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.controller.work.OwnerReference;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Deletes objects whose owners are all gone; keeps an owner under foreground deletion until its
 * dependents are gone, and removes the owner references of an owner that orphans its dependents.
 */
public final class GarbageCollector implements AutoCloseable {
  private static final String FOREGROUND = "foregroundDeletion";
  private static final String ORPHAN = "orphan";

  private final ApiClient client;
  private final ControllerContext context;
  private final Map<ResourceType, ControlLoop> loops = new LinkedHashMap<>();
  private final List<Informer> informers = new ArrayList<>();
  private final Map<String, Set<Dependent>> dependents = new HashMap<>();

  public GarbageCollector(ControllerContext context) {
    client = context.client();
    this.context = context;
    ResourceTypes.builtIn().forEach(this::follow);
    informers.add(
        Informer.of(client, ResourceTypes.CUSTOM_RESOURCE_DEFINITIONS)
            .onChange(event -> client.types().forEach(this::follow)));
  }

  /** Starts watching the objects of a type, unless it already does. */
  private void follow(ResourceType type) {
    if (!isCollected(type) || loops.containsKey(type)) {
      return;
    }
    loops.put(
        type,
        context.controlLoop(
            key ->
                client
                    .find(type, key.namespace(), key.name())
                    .ifPresent(object -> reconcile(type, object))));
    informers.add(Informer.of(client, type).onChange(event -> onChange(type, event)));
  }

  @Override
  public void close() {
    informers.forEach(Informer::close);
    loops.values().forEach(ControlLoop::close);
  }

  private static boolean isCollected(ResourceType type) {
    return type.verbs().containsAll(List.of("delete", "watch")) && !type.kind().equals("Event");
  }

  private void onChange(ResourceType type, WatchEvent event) {
    KubeObject object = event.object();
    Dependent self = new Dependent(type, ObjectKey.of(object));
    List<OwnerReference> owners = OwnerReference.of(object);
    if (event.type() == WatchEvent.Type.DELETED) {
      owners.forEach(owner -> forget(self, owner, object.namespace()));
      dependents.getOrDefault(object.uid(), Set.of()).forEach(this::enqueue);
      return;
    }
    owners.forEach(
        owner -> dependents.computeIfAbsent(owner.uid(), u -> new LinkedHashSet<>()).add(self));
    if (!owners.isEmpty() || object.isTerminating()) {
      enqueue(self);
    }
  }

  /** An owner that was waiting for its last dependent can be removed now. */
  private void forget(Dependent gone, OwnerReference owner, String namespace) {
    Set<Dependent> siblings = dependents.getOrDefault(owner.uid(), new LinkedHashSet<>());
    siblings.remove(gone);
    if (siblings.isEmpty()) {
      dependents.remove(owner.uid());
    }
    type(owner)
        .ifPresent(
            type -> enqueue(new Dependent(type, new ObjectKey(in(type, namespace), owner.name()))));
  }

  private void enqueue(Dependent dependent) {
    Optional.ofNullable(loops.get(dependent.type())).ifPresent(l -> l.add(dependent.key()));
  }

  private void reconcile(ResourceType type, KubeObject object) {
    if (object.isTerminating()) {
      if (hasFinalizer(object, ORPHAN)) {
        live(object)
            .forEach(dependent -> removeOwners(dependent, o -> o.uid().equals(object.uid())));
        removeFinalizer(type, object, ORPHAN);
      } else if (hasFinalizer(object, FOREGROUND)) {
        collectForeground(type, object);
      }
      return;
    }
    List<OwnerReference> owners = OwnerReference.of(object);
    if (owners.isEmpty() || owners.stream().anyMatch(owner -> type(owner).isEmpty())) {
      return;
    }
    List<OwnerReference> waiting = new ArrayList<>();
    List<OwnerReference> gone = new ArrayList<>();
    for (OwnerReference owner : owners) {
      Optional<KubeObject> found = find(owner, object.namespace());
      if (found.isEmpty()) {
        gone.add(owner);
      } else if (found.get().isTerminating() && hasFinalizer(found.get(), FOREGROUND)) {
        waiting.add(owner);
      }
    }
    if (owners.size() > gone.size() + waiting.size()) {
      if (!gone.isEmpty() || !waiting.isEmpty()) {
        removeOwners(
            new Dependent(type, ObjectKey.of(object)),
            owner -> gone.contains(owner) || waiting.contains(owner));
      }
    } else if (!waiting.isEmpty() && !live(object).isEmpty()) {
      if (live(object).stream().anyMatch(this::isCollecting)) {
        unblockOwners(type, object); // a cycle, in which each waits for the next
      }
      delete(type, object, DeleteOptions.Propagation.FOREGROUND);
    } else {
      delete(
          type,
          object,
          hasFinalizer(object, ORPHAN)
              ? DeleteOptions.Propagation.ORPHAN
              : hasFinalizer(object, FOREGROUND)
                  ? DeleteOptions.Propagation.FOREGROUND
                  : DeleteOptions.Propagation.BACKGROUND);
    }
  }

  private boolean isCollecting(Dependent dependent) {
    return find(dependent)
        .filter(object -> object.isTerminating() && hasFinalizer(object, FOREGROUND))
        .isPresent();
  }

  private void unblockOwners(ResourceType type, KubeObject object) {
    ArrayNode owners = Json.array();
    for (JsonNode owner : object.at("/metadata/ownerReferences")) {
      owners.add(((ObjectNode) owner.deepCopy()).put("blockOwnerDeletion", false));
    }
    patch(type, object, "ownerReferences", owners);
  }

  private void collectForeground(ResourceType type, KubeObject owner) {
    List<Dependent> remaining = live(owner);
    boolean blocked = false;
    for (Dependent dependent : remaining) {
      KubeObject object = find(dependent).orElseThrow();
      blocked |=
          OwnerReference.of(object).stream()
              .anyMatch(o -> o.uid().equals(owner.uid()) && o.blockOwnerDeletion());
      enqueue(dependent);
    }
    if (!blocked) {
      removeFinalizer(type, owner, FOREGROUND);
    }
  }

  private List<Dependent> live(KubeObject owner) {
    return List.copyOf(dependents.getOrDefault(owner.uid(), Set.of())).stream()
        .filter(
            dependent ->
                find(dependent).stream()
                    .flatMap(object -> OwnerReference.of(object).stream())
                    .anyMatch(reference -> reference.uid().equals(owner.uid())))
        .toList();
  }

  private void delete(ResourceType type, KubeObject object, DeleteOptions.Propagation propagation) {
    DeleteOptions options = new DeleteOptions(Optional.empty(), propagation, object.uid(), "");
    try {
      client.delete(type, object.namespace(), object.name(), options);
    } catch (ApiException refused) {
      if (!refused.isNotFound() && !refused.isConflict()) {
        throw refused;
      }
    }
  }

  private void removeOwners(Dependent dependent, Predicate<OwnerReference> which) {
    find(dependent)
        .ifPresent(
            object -> {
              ArrayNode kept = Json.array();
              OwnerReference.of(object).stream()
                  .filter(which.negate())
                  .forEach(owner -> kept.add(owner.toJson()));
              patch(dependent.type(), object, "ownerReferences", kept);
              OwnerReference.of(object).stream()
                  .filter(which)
                  .forEach(owner -> forget(dependent, owner, object.namespace()));
            });
  }

  private static boolean hasFinalizer(KubeObject object, String finalizer) {
    for (JsonNode present : object.at("/metadata/finalizers")) {
      if (present.asText().equals(finalizer)) {
        return true;
      }
    }
    return false;
  }

  private void removeFinalizer(ResourceType type, KubeObject object, String finalizer) {
    ArrayNode kept = Json.array();
    object
        .at("/metadata/finalizers")
        .forEach(
            present -> {
              if (!present.asText().equals(finalizer)) {
                kept.add(present);
              }
            });
    patch(type, object, "finalizers", kept);
  }

  private void patch(ResourceType type, KubeObject object, String field, ArrayNode value) {
    ObjectNode change = Json.object();
    change.putObject("metadata").put("resourceVersion", object.resourceVersion()).set(field, value);
    client.patch(type, object.namespace(), object.name(), Patch.merge(change));
  }

  private Optional<KubeObject> find(Dependent dependent) {
    return client.find(dependent.type(), dependent.key().namespace(), dependent.key().name());
  }

  /** The owner, if it is still the same object. */
  private Optional<KubeObject> find(OwnerReference owner, String namespace) {
    return type(owner)
        .flatMap(type -> client.find(type, in(type, namespace), owner.name()))
        .filter(object -> object.uid().equals(owner.uid()));
  }

  private static String in(ResourceType type, String namespace) {
    return type.namespaced() ? namespace : "";
  }

  private Optional<ResourceType> type(OwnerReference owner) {
    return loops.keySet().stream()
        .filter(type -> type.kind().equals(owner.kind()))
        .filter(type -> type.apiVersion().equals(owner.apiVersion()))
        .findFirst();
  }
}
