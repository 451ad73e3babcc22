package dev.cnilab.cluster.kubelet.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cnilab.cluster.client.ApiClient;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;

/**
 * A node's CSINode, which would list storage drivers, and in which a kubelet lists the in-tree
 * plugins that it has migrated to drivers ({@code pkg/volume/csi/nodeinfomanager}).
 */
final class StorageNode {
  private static final String MIGRATED =
      "kubernetes.io/aws-ebs,kubernetes.io/azure-disk,kubernetes.io/azure-file,"
          + "kubernetes.io/cinder,kubernetes.io/gce-pd,kubernetes.io/portworx-volume,"
          + "kubernetes.io/vsphere-volume";

  private StorageNode() {}

  /** Creates it, unless it exists. */
  static void ensure(ApiClient client, String node) {
    try {
      KubeObject owner = client.get(ResourceTypes.NODES, "", node);
      client.create(
          ResourceTypes.CSI_NODES,
          KubeObject.named(ResourceTypes.CSI_NODES, "", node).edit(json -> fill(json, owner)));
    } catch (ApiException refused) {
      if (!refused.isAlreadyExists() && !refused.isNotFound()) {
        throw refused;
      }
    }
  }

  private static void fill(ObjectNode json, KubeObject owner) {
    ObjectNode metadata = json.withObject("/metadata");
    metadata.putObject("annotations").put("storage.alpha.kubernetes.io/migrated-plugins", MIGRATED);
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "Node")
        .put("name", owner.name())
        .put("uid", owner.uid());
    json.putObject("spec").putNull("drivers");
  }
}
