package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.NamespaceLifecycle;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.function.Function;

/**
 * Deletes objects: at once, or by marking them with a time and leaving the rest to whoever holds a
 * finalizer, or to the kubelet of a pod.
 */
public final class Deletion {
  private final ObjectStore store;
  private final ObjectMetadata metadata;
  private final Function<ResourceType, Strategy> strategies;

  public Deletion(
      ObjectStore store, ObjectMetadata metadata, Function<ResourceType, Strategy> strategies) {
    this.store = store;
    this.metadata = metadata;
    this.strategies = strategies;
  }

  /** Deletes an object and returns it as it was last, or as it is while it goes. */
  public KubeObject delete(
      ResourceType type, KubeObject object, DeleteOptions options, Requester requester) {
    if (!options.uid().isEmpty() && !options.uid().equals(object.uid())) {
      throw ApiErrors.conflict(
          type,
          object.name(),
          "Precondition failed: UID in precondition: "
              + options.uid()
              + ", UID in object meta: "
              + object.uid());
    }
    NamespaceLifecycle.requireMortal(type, object.name());
    Strategy strategy = strategies.apply(type);
    long grace = strategy.gracePeriod(object, options);
    KubeObject marked = mark(strategy, object, options, grace);
    boolean stays = !marked.at("/metadata/finalizers").isEmpty() || !strategy.mayGo(marked);
    if (requester.durability() == Requester.Durability.DRY_RUN) {
      return marked;
    }
    if (stays) {
      return marked.equals(object) ? object : store.put(type, marked);
    }
    return store.remove(type, object.namespace(), object.name()).orElse(marked);
  }

  private KubeObject mark(Strategy strategy, KubeObject object, DeleteOptions options, long grace) {
    if (object.isTerminating()) {
      boolean sooner = grace < object.at("/metadata/deletionGracePeriodSeconds").asLong();
      return sooner ? object.edit(json -> setDeletion(json, grace)) : object;
    }
    return object.edit(
        json -> {
          setDeletion(json, grace);
          addFinalizer(json, options.propagation());
          strategy.onDeletion(json);
          if (object.generation() > 0) {
            json.withObject("/metadata").put("generation", object.generation() + 1);
          }
        });
  }

  private void setDeletion(ObjectNode json, long grace) {
    json.withObject("/metadata")
        .put("deletionGracePeriodSeconds", grace)
        .put("deletionTimestamp", metadata.timestamp(grace));
  }

  private static void addFinalizer(ObjectNode json, DeleteOptions.Propagation propagation) {
    switch (propagation) {
      case BACKGROUND -> {}
      case FOREGROUND -> finalizers(json).add("foregroundDeletion");
      case ORPHAN -> finalizers(json).add("orphan");
    }
  }

  private static ArrayNode finalizers(ObjectNode json) {
    return json.withObject("/metadata").withArray("finalizers");
  }
}
