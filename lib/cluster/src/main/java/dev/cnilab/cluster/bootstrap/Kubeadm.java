package dev.cnilab.cluster.bootstrap;

import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceType;
import dev.cnilab.cluster.object.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What {@code kubeadm init} puts into the API and, with its controllers, what it starts there. */
public final class Kubeadm {
  private static final List<String> OBJECTS =
      List.of(
          "system.yaml",
          "rbac.jsonl",
          "accounts.jsonl",
          "config.yaml",
          "coredns.yaml",
          "kube-proxy.yaml");

  private final Templates templates;
  private final PodNetwork pods;

  public Kubeadm(PodNetwork pods) {
    this.pods = pods;
    String certificate = new Templates(Map.of()).text("files/ca.crt");
    templates =
        new Templates(
            Map.of(
                "POD_SUBNET",
                pods.cidr().toString(),
                "CA",
                certificate,
                "CA_BASE64",
                Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.UTF_8))));
  }

  /** The certificate of the cluster's authority, in PEM. */
  public String rootCertificate() {
    return templates.text("files/ca.crt");
  }

  /** Creates the namespaces, roles, configuration and add-ons. */
  public void init(ApiClient client) {
    OBJECTS.forEach(resource -> apply(client, resource));
  }

  /** Creates what a resource of this package lists, as {@code kubectl create -f} would. */
  void apply(ApiClient client, String resource) {
    for (KubeObject object : templates.objects(resource)) {
      client.create(typeOf(object), object);
    }
  }

  /** Writes the files of a node, as they are when its services are about to start. */
  public NodeFiles filesOf(NodeIdentity node, List<NodeIdentity> all) {
    return new NodeFiles(templates, pods, node, all);
  }

  Templates templates() {
    return templates;
  }

  private static ResourceType typeOf(KubeObject object) {
    return ResourceTypes.builtIn().stream()
        .filter(type -> type.kind().equals(object.kind()))
        .filter(type -> type.apiVersion().equals(object.apiVersion()))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no type for " + object.apiVersion() + " " + object.kind()));
  }
}
