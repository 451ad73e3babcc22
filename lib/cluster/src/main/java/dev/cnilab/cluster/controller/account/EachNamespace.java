package dev.cnilab.cluster.controller.account;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Maintains one object with a fixed name in each namespace that is not terminating. */
final class EachNamespace {
  private EachNamespace() {}

  /**
   * A loop that runs when a namespace or its object has changed.
   *
   * @param reconcile receives the namespace
   */
  static ControlLoop loop(
      ControllerContext context, ResourceType type, String name, Consumer<KubeObject> reconcile) {
    ApiClient client = context.client();
    return context
        .controlLoop(
            key ->
                client
                    .find(ResourceTypes.NAMESPACES, "", key.name())
                    .filter(namespace -> !namespace.isTerminating())
                    .ifPresent(reconcile))
        .watch(ResourceTypes.NAMESPACES)
        .watch(
            type,
            object ->
                object.name().equals(name)
                    ? Stream.of(new ObjectKey("", object.namespace()))
                    : Stream.of());
  }
}
