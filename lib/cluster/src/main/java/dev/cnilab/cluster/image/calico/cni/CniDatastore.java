package dev.cnilab.cluster.image.calico.cni;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.client.connection.ReflectorLog;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.call.CmdArgs;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.cluster.object.KubeObject;
import java.io.IOException;
import java.util.Optional;

/** A plugin's connection to the datastore, using the kubeconfig in its configuration. */
record CniDatastore(ApiClients clients) {
  /**
   * Connects with the first request.
   *
   * @throws CniException if there is no usable kubeconfig
   */
  Datastore open(CmdArgs args) throws CniException {
    String path = args.config().at("/kubernetes/kubeconfig").asText("");
    try {
      ClientConfig config = ClientConfig.kubeconfig(args.process(), path);
      Klog log = new Klog(args.process()::now, args.process().pid(), line -> {});
      return new Datastore(clients.connect(args.process(), config).client(new ReflectorLog(log)));
    } catch (IOException unusable) {
      throw new CniException(String.valueOf(unusable.getMessage()));
    }
  }

  /**
   * Connects, and checks whether Calico is ready for requests.
   *
   * @throws CniException {@code error getting ClusterInformation: …}
   */
  Datastore openWhenReady(CmdArgs args) throws CniException {
    String purpose = "error getting ClusterInformation: ";
    Datastore datastore = open(args);
    try {
      Optional<KubeObject> information = datastore.find(CalicoKind.CLUSTER_INFORMATION, "default");
      if (information.isEmpty()) {
        throw new CniException(
            purpose
                + "resource does not exist: ClusterInformation(default) with error:"
                + " clusterinformations.crd.projectcalico.org \"default\" not found");
      }
      if (!information.get().at("/spec/datastoreReady").asBoolean()) {
        throw new CniException("Calico is currently not ready to process requests");
      }
      return datastore;
    } catch (ApiException refused) {
      throw new CniException(purpose + words(refused));
    }
  }

  /** A refused request in libcalico's words. */
  static String words(ApiException refused) {
    return switch (refused.status().code()) {
      case 401, 403 -> "connection is unauthorized: " + refused.getMessage();
      case 404 -> "resource does not exist: " + refused.getMessage();
      default -> String.valueOf(refused.getMessage());
    };
  }
}
