package dev.cnilab.cluster.controller.account;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.controller.work.ObjectKey;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import java.util.stream.Stream;

/**
 * Keeps a service account {@code default} and a config map {@code kube-root-ca.crt} in every
 * namespace, also when someone deletes or changes them.
 */
public final class NamespaceDefaultsController implements AutoCloseable {
  private static final String ROOT_CA = "kube-root-ca.crt";
  private static final String ROOT_CA_DESCRIPTION =
      "Contains a CA bundle that can be used to verify the kube-apiserver when using internal"
          + " endpoints such as the internal service IP or kubernetes.default.svc. No other usage"
          + " is guaranteed across distributions of Kubernetes clusters.";

  private final ApiClient client;
  private final String rootCertificate;
  private final ControlLoop control;

  /**
   * Starts the controller.
   *
   * @param rootCertificate in PEM
   */
  public NamespaceDefaultsController(ControllerContext context, String rootCertificate) {
    client = context.client();
    this.rootCertificate = rootCertificate;
    control =
        context
            .controlLoop(
                key ->
                    client
                        .find(ResourceTypes.NAMESPACES, "", key.name())
                        .filter(namespace -> !namespace.isTerminating())
                        .ifPresent(this::reconcile))
            .watch(ResourceTypes.NAMESPACES)
            .watch(ResourceTypes.SERVICE_ACCOUNTS, NamespaceDefaultsController::namespaceOf)
            .watch(ResourceTypes.CONFIG_MAPS, NamespaceDefaultsController::namespaceOf);
  }

  @Override
  public void close() {
    control.close();
  }

  private static Stream<ObjectKey> namespaceOf(KubeObject object) {
    boolean concerned = object.name().equals("default") || object.name().equals(ROOT_CA);
    return concerned ? Stream.of(new ObjectKey("", object.namespace())) : Stream.of();
  }

  private void reconcile(KubeObject namespace) {
    if (client.find(ResourceTypes.SERVICE_ACCOUNTS, namespace.name(), "default").isEmpty()) {
      client.create(
          ResourceTypes.SERVICE_ACCOUNTS,
          KubeObject.named(ResourceTypes.SERVICE_ACCOUNTS, namespace.name(), "default"));
    }
    client
        .find(ResourceTypes.CONFIG_MAPS, namespace.name(), ROOT_CA)
        .ifPresentOrElse(
            this::repair,
            () ->
                client.create(
                    ResourceTypes.CONFIG_MAPS,
                    withCertificate(
                        KubeObject.named(ResourceTypes.CONFIG_MAPS, namespace.name(), ROOT_CA))));
  }

  private void repair(KubeObject map) {
    if (!map.at("/data").path("ca.crt").asText().equals(rootCertificate)) {
      client.update(ResourceTypes.CONFIG_MAPS, withCertificate(map));
    }
  }

  private KubeObject withCertificate(KubeObject map) {
    return map.edit(
        json -> {
          json.withObject("/metadata")
              .withObject("/annotations")
              .put("kubernetes.io/description", ROOT_CA_DESCRIPTION);
          json.putObject("data").put("ca.crt", rootCertificate);
        });
  }
}
