package dev.cnilab.cluster.apiserver.registry.write;

import dev.cnilab.cluster.apiserver.admission.NodeRestriction;
import dev.cnilab.cluster.apiserver.storage.ObjectStore;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;

/**
 * The only place where a request changes the store. All earlier steps are the same for a dry run,
 * so its answer is the one of a real write.
 */
public final class Writes {
  private final ObjectStore store;

  public Writes(ObjectStore store) {
    this.store = store;
  }

  /**
   * Stores an object and returns it with its new version, or unchanged in a dry run.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if it is larger than the store accepts, or
   *     the store is full
   */
  public KubeObject put(ResourceType type, KubeObject object, Requester requester) {
    KubeObject before = store.find(type, object.namespace(), object.name()).orElse(null);
    NodeRestriction.require(requester.user(), type, before, object);
    return switch (requester.durability()) {
      case STORED -> {
        KubeObject small = store.space().isTooLarge(object) ? withoutManagedFields(object) : object;
        store.space().require(before, small);
        yield store.put(type, small);
      }
      case DRY_RUN -> object;
    };
  }

  /** Who has written what is given up before the object is (apiserver's {@code create.go}). */
  private static KubeObject withoutManagedFields(KubeObject object) {
    return object.edit(json -> json.withObject("/metadata").remove("managedFields"));
  }

  /** Removes an object and returns its last state. */
  public KubeObject remove(ResourceType type, KubeObject object, Requester requester) {
    NodeRestriction.require(requester.user(), type, object, null);
    return switch (requester.durability()) {
      case STORED -> store.remove(type, object.namespace(), object.name()).orElse(object);
      case DRY_RUN -> object;
    };
  }
}
