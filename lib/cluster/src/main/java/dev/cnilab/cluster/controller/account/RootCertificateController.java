package dev.cnilab.cluster.controller.account;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.controller.work.ControlLoop;
import dev.cnilab.cluster.controller.work.ControllerContext;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;

/** Maintains the ConfigMap {@code kube-root-ca.crt} in each namespace. */
public final class RootCertificateController implements AutoCloseable {
  private static final String ROOT_CA = "kube-root-ca.crt";
  private static final String DESCRIPTION =
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
  public RootCertificateController(ControllerContext context, String rootCertificate) {
    client = context.client();
    this.rootCertificate = rootCertificate;
    control = EachNamespace.loop(context, ResourceTypes.CONFIG_MAPS, ROOT_CA, this::reconcile);
  }

  private void reconcile(KubeObject namespace) {
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
              .put("kubernetes.io/description", DESCRIPTION);
          json.putObject("data").put("ca.crt", rootCertificate);
        });
  }

  @Override
  public void close() {
    control.close();
  }
}
