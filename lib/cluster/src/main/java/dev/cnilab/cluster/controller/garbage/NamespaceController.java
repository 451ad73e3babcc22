package dev.cnilab.cluster.controller.garbage;

import dev.cnilab.cluster.client.ApiClient;
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

/** Deletes everything in a terminating namespace, then finalizes it. */
public final class NamespaceController implements AutoCloseable {
  private final ApiClient client;
  private final ControlLoop control;

  public NamespaceController(ControllerContext context) {
    client = context.client();
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.NAMESPACES, "", key.name())
                        .filter(KubeObject::isTerminating)
                        .ifPresent(this::empty))
            .watch(ResourceTypes.NAMESPACES);
  }

  @Override
  public void close() {
    control.close();
  }

  private void empty(KubeObject namespace) {
    long longestGrace = -1;
    for (ResourceType type : client.types()) {
      if (!type.namespaced() || !type.verbs().contains("deletecollection")) {
        continue;
      }
      for (KubeObject object : client.list(type, namespace.name(), ListOptions.everything())) {
        delete(type, object);
      }
      for (KubeObject left : client.list(type, namespace.name(), ListOptions.everything())) {
        longestGrace =
            Math.max(longestGrace, left.at("/metadata/deletionGracePeriodSeconds").asLong());
      }
    }
    if (longestGrace >= 0) {
      control.addAfter(ObjectKey.of(namespace), Duration.ofSeconds(longestGrace / 2 + 1));
      return;
    }
    client.updateSubresource(
        ResourceTypes.NAMESPACES,
        namespace.edit(json -> json.withObject("/spec").putArray("finalizers")),
        "finalize");
  }

  private void delete(ResourceType type, KubeObject object) {
    if (object.isTerminating()) {
      return;
    }
    try {
      client.delete(type, object.namespace(), object.name(), DeleteOptions.background());
    } catch (ApiException refused) {
      if (!refused.isNotFound()) {
        throw refused;
      }
    }
  }
}
