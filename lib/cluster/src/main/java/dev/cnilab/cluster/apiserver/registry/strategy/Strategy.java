package dev.cnilab.cluster.apiserver.registry.strategy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;

/** What is specific to a kind when it is written; all of it is optional. */
public interface Strategy {
  /** A kind without anything specific. */
  Strategy PLAIN = new Strategy() {};

  /** Completes a new object, after defaults and admission, before validation. */
  default void prepareForCreate(ObjectNode object) {}

  /** The same, for kinds that depend on the user, or on whether it is a dry run. */
  default void prepareForCreate(ObjectNode object, Requester requester) {
    prepareForCreate(object);
  }

  /** Completes a changed object, before validation. */
  default void prepareForUpdate(ObjectNode object, KubeObject old) {}

  /** The same, for kinds that depend on the user, or on whether it is a dry run. */
  default void prepareForUpdate(ObjectNode object, KubeObject old, Requester requester) {
    prepareForUpdate(object, old);
  }

  /**
   * Completes an object whose status was written, before validation: its spec is the old one's
   * already.
   */
  default void prepareForStatus(ObjectNode object, KubeObject old) {}

  /** The grace period of a deleted object, in seconds; 0 for none. */
  default long gracePeriod(KubeObject object, DeleteOptions options) {
    return 0;
  }

  /** Changes an object that has just got its deletion timestamp. */
  default void onDeletion(ObjectNode object) {}

  /** Whether nothing but finalizers in its metadata keeps a deleted object. */
  default boolean mayGo(KubeObject object) {
    JsonNode grace = object.at("/metadata/deletionGracePeriodSeconds");
    return grace.isMissingNode() || grace.asLong() == 0;
  }
}
