package dev.cnilab.cluster.controller.garbage;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiErrors;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.DeleteOptions;
import dev.cnilab.cluster.client.ListOptions;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Deletes everything in a terminating namespace, the pods first, says in its conditions what
 * remains, then finalizes it. After {@code pkg/controller/namespace/deletion}. Many objects are
 * deleted in several passes, so that others get their turn.
 */
public final class NamespaceController implements AutoCloseable {
  /** So that all API servers of a cluster know that the namespace takes no new objects. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private final ControllerContext context;
  private final ApiClient client;
  private final ControlLoop control;

  public NamespaceController(ControllerContext context) {
    this.context = context;
    client = context.client();
    control =
        context.controlLoop(this::reconcile).watch(ResourceTypes.NAMESPACES, this::afterGrace);
  }

  @Override
  public void close() {
    control.close();
  }

  private Stream<ObjectKey> afterGrace(KubeObject namespace) {
    if (namespace.isTerminating()) {
      control.addAfter(ObjectKey.of(namespace), GRACE);
    }
    return Stream.empty();
  }

  private void reconcile(ObjectKey key) {
    client
        .find(ResourceTypes.NAMESPACES, "", key.name())
        .filter(KubeObject::isTerminating)
        .filter(namespace -> !namespace.at("/spec/finalizers").isEmpty())
        .ifPresent(this::empty);
  }

  private void empty(KubeObject namespace) {
    RemainingObjects pods = new RemainingObjects(namespace.name());
    empty(ResourceTypes.PODS, namespace, pods);
    if (pods.isCutShort()) {
      return;
    }
    if (!pods.isNone()) {
      waitFor(pods, say(namespace, pods.failure(), "", ""));
      return;
    }
    RemainingObjects all = new RemainingObjects(namespace.name());
    client.types().stream()
        .filter(type -> type.namespaced() && type.verbs().contains("delete"))
        .filter(type -> !type.equals(ResourceTypes.PODS))
        .takeWhile(type -> !all.isCutShort())
        .forEach(type -> empty(type, namespace, all));
    if (all.isCutShort()) {
      return;
    }
    KubeObject said = say(namespace, all.failure(), all.objects(), all.finalizers());
    if (all.isNone()) {
      client.updateSubresource(
          ResourceTypes.NAMESPACES,
          said.edit(json -> json.withObject("/spec").putArray("finalizers")),
          "finalize");
    } else {
      waitFor(all, said);
    }
  }

  private KubeObject say(KubeObject namespace, String failure, String objects, String finalizers) {
    return EmptyingConditions.changed(namespace, failure, objects, finalizers, context.timestamp())
        .map(said -> client.updateStatus(ResourceTypes.NAMESPACES, said))
        .orElse(namespace);
  }

  private void waitFor(RemainingObjects remaining, KubeObject namespace) {
    if (!remaining.failure().isEmpty()) {
      throw ApiErrors.internal(remaining.failure()); // which is tried again soon
    }
    control.addAfter(ObjectKey.of(namespace), Duration.ofSeconds(remaining.seconds() / 2 + 1));
  }

  private void empty(ResourceType type, KubeObject namespace, RemainingObjects remaining) {
    long estimate = type.equals(ResourceTypes.PODS) ? estimate(namespace) : 0;
    for (KubeObject object : list(type, namespace)) {
      if (!object.isTerminating()) {
        if (!remaining.countDeletion()) {
          control.add(ObjectKey.of(namespace));
          return;
        }
        delete(type, object, remaining);
      }
    }
    remaining.count(type, list(type, namespace), estimate);
  }

  private List<KubeObject> list(ResourceType type, KubeObject namespace) {
    return client.list(type, namespace.name(), ListOptions.everything());
  }

  private void delete(ResourceType type, KubeObject object, RemainingObjects remaining) {
    try {
      client.delete(type, object.namespace(), object.name(), DeleteOptions.background());
    } catch (ApiException refused) {
      if (refused.isForTask()) {
        throw refused;
      }
      if (!refused.isNotFound()) {
        remaining.fail(String.valueOf(refused.getMessage()));
      }
    }
  }

  /** How many seconds the pods may take to end, 0 if that time has passed. */
  private long estimate(KubeObject namespace) {
    long longest =
        list(ResourceTypes.PODS, namespace).stream()
            .filter(pod -> !ENDED.contains(pod.text("/status/phase")))
            .mapToLong(pod -> pod.at("/spec/terminationGracePeriodSeconds").asLong())
            .max()
            .orElse(0);
    Instant deleted = Instant.parse(namespace.text("/metadata/deletionTimestamp"));
    Duration since = Duration.between(deleted, context.loop().now());
    return since.toSeconds() >= longest ? 0 : longest;
  }
}
