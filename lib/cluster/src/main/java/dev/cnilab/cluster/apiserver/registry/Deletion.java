package dev.cnilab.cluster.apiserver.registry;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.apiserver.admission.AdmissionRequest.Operation;
import dev.cnilab.cluster.apiserver.admission.NamespaceLifecycle;
import dev.cnilab.cluster.apiserver.registry.strategy.Strategy;
import dev.cnilab.cluster.apiserver.registry.write.Requester;
import dev.cnilab.cluster.apiserver.registry.write.Writes;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import java.util.function.Function;

/**
 * Deletes objects: at once, or by setting a deletion timestamp and leaving the rest to the holder
 * of a finalizer or to a pod's kubelet.
 */
public final class Deletion {
  private final Writes writes;
  private final ObjectMetadata metadata;
  private final Function<ResourceType, Strategy> strategies;
  private final Admissions admissions;

  Deletion(
      Writes writes,
      ObjectMetadata metadata,
      Function<ResourceType, Strategy> strategies,
      Admissions admissions) {
    this.writes = writes;
    this.metadata = metadata;
    this.strategies = strategies;
    this.admissions = admissions;
  }

  /**
   * The outcome of a deletion.
   *
   * @param object its last state, or its current one while it is terminating
   */
  public record Outcome(KubeObject object, boolean gone) {}

  /**
   * Deletes an object.
   *
   * @throws dev.cnilab.cluster.client.ApiException 409 if a precondition fails
   */
  public Outcome delete(
      ResourceType type, KubeObject object, DeleteOptions options, Requester requester) {
    requireMeant(type, object, options);
    NamespaceLifecycle.requireMortal(type, object.name());
    admissions.validate(Operation.DELETE, type, "", null, object, requester);
    Strategy strategy = strategies.apply(type);
    long grace = strategy.gracePeriod(object, options);
    KubeObject marked = mark(strategy, object, options, grace);
    boolean stays = !marked.at("/metadata/finalizers").isEmpty() || !strategy.mayGo(marked);
    if (stays) {
      return new Outcome(
          marked.equals(object) ? object : writes.put(type, marked, requester), false);
    }
    return new Outcome(writes.remove(type, object, requester), true);
  }

  /**
   * Checks the preconditions of a deletion.
   *
   * @throws dev.cnilab.cluster.client.ApiException 409 if the object has another uid or version
   */
  static void requireMeant(ResourceType type, KubeObject object, DeleteOptions options) {
    require("UID", options.uid(), object.uid(), type, object);
    require("ResourceVersion", options.resourceVersion(), object.resourceVersion(), type, object);
  }

  private static void require(
      String what, String wanted, String found, ResourceType type, KubeObject object) {
    if (!wanted.isEmpty() && !wanted.equals(found)) {
      String kind = type.group().isEmpty() ? type.kind() : type.kind() + "." + type.group();
      String since = what.equals("UID") ? "deleted and then recreated" : "modified";
      throw ApiErrors.conflict(
          kind,
          object.name(),
          "the %s in the precondition (%s) does not match the %s in record (%s). The object might"
                  .formatted(what, wanted, what, found)
              + " have been "
              + since);
    }
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
