package dev.cnilab.cluster.controller.account;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;

/** Keeps a service account {@code default} in each namespace. */
public final class DefaultAccountController implements AutoCloseable {
  private static final String DEFAULT = "default";

  private final ApiClient client;
  private final ControlLoop control;

  public DefaultAccountController(ControllerContext context) {
    client = context.client();
    control = EachNamespace.loop(context, ResourceTypes.SERVICE_ACCOUNTS, DEFAULT, this::reconcile);
  }

  private void reconcile(KubeObject namespace) {
    if (client.find(ResourceTypes.SERVICE_ACCOUNTS, namespace.name(), DEFAULT).isEmpty()) {
      client.create(
          ResourceTypes.SERVICE_ACCOUNTS,
          KubeObject.named(ResourceTypes.SERVICE_ACCOUNTS, namespace.name(), DEFAULT));
    }
  }

  @Override
  public void close() {
    control.close();
  }
}
