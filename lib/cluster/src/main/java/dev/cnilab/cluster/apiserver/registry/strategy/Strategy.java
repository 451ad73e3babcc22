package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;

/** What is special about a kind when it is written; all of it is optional. */
public interface Strategy {
  /** A kind with nothing special about it. */
  Strategy PLAIN = new Strategy() {};

  /** Completes a new object, after defaults and admission, before validation. */
  default void prepareForCreate(ObjectNode object) {}

  /** The same, for kinds that must know who asks, or whether it is kept. */
  default void prepareForCreate(ObjectNode object, Requester requester) {
    prepareForCreate(object);
  }

  /** Completes a changed object, before validation. */
  default void prepareForUpdate(ObjectNode object, KubeObject old) {}

  /** The same, for kinds that must know who asks, or whether it is kept. */
  default void prepareForUpdate(ObjectNode object, KubeObject old, Requester requester) {
    prepareForUpdate(object, old);
  }

  /** How long the object may take to go once it is deleted, in seconds; 0 for at once. */
  default long gracePeriod(KubeObject object, DeleteOptions options) {
    return 0;
  }

  /** Changes an object that has just been marked as deleted. */
  default void onDeletion(ObjectNode object) {}

  /** Whether, apart from finalizers in its metadata, nothing keeps a deleted object. */
  default boolean mayGo(KubeObject object) {
    JsonNode grace = object.at("/metadata/deletionGracePeriodSeconds");
    return grace.isMissingNode() || grace.asLong() == 0;
  }
}
