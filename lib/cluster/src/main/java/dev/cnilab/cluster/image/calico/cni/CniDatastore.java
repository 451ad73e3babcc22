package dev.cnilab.cluster.image.calico.cni;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.TokenClients;
import dev.cnilab.cluster.cni.CniException;
import dev.cnilab.cluster.cni.plugin.CmdArgs;
import dev.cnilab.cluster.image.calico.datastore.ApiAddress;
import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.DialException;
import dev.cnilab.cluster.log.GoText;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.userland.file.FileException;
import java.io.IOException;
import java.util.Optional;

/** The way of a plugin to the datastore: by the kubeconfig that its configuration names. */
record CniDatastore(TokenClients clients) {
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * Connects.
   *
   * @param purpose what is asked for first, as the message begins that tells of a failure
   * @param path of what is asked for first
   */
  Datastore open(CmdArgs args, String purpose, String path) throws CniException {
    JsonNode kubeconfig = kubeconfig(args);
    String server = kubeconfig.at("/clusters/0/cluster/server").asText("https://10.96.0.1");
    ApiAddress address;
    try {
      address = ApiAddress.ofUrl(server);
    } catch (IllegalArgumentException notAnAddress) {
      throw new CniException(
          "%sGet \"%s%s\": dial tcp: lookup %s: no such host"
              .formatted(
                  purpose,
                  server,
                  path,
                  server.replaceFirst("^https?://", "").replaceFirst(":.*", "")));
    }
    try {
      address.dial(args.process(), ApiAddress.PATIENCE);
      return new Datastore(clients.client(kubeconfig.at("/users/0/user/token").asText("")));
    } catch (DialException unreachable) {
      throw new CniException(
          "%sGet \"%s%s\": %s".formatted(purpose, address, path, unreachable.getMessage()));
    } catch (ApiException refused) {
      throw new CniException(purpose + words(refused));
    }
  }

  /**
   * Connects, and asks whether Calico is ready for requests at all.
   *
   * @throws CniException {@code error getting ClusterInformation: …}
   */
  Datastore openWhenReady(CmdArgs args) throws CniException {
    String purpose = "error getting ClusterInformation: ";
    Datastore datastore = open(args, purpose, CalicoKind.CLUSTER_INFORMATION.path("default"));
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

  /** A refusal in libcalico's words. */
  static String words(ApiException refused) {
    return switch (refused.status().code()) {
      case 401, 403 -> "connection is unauthorized: " + refused.getMessage();
      case 404 -> "resource does not exist: " + refused.getMessage();
      default -> String.valueOf(refused.getMessage());
    };
  }

  private static JsonNode kubeconfig(CmdArgs args) throws CniException {
    String path = args.config().at("/kubernetes/kubeconfig").asText("");
    try {
      return YAML.readTree(args.process().files().readText(path));
    } catch (FileException missing) {
      throw new CniException("stat " + path + ": " + GoText.errno(missing));
    } catch (IOException malformed) {
      throw new CniException(
          "error loading config file \"%s\": yaml: %s".formatted(path, malformed.getMessage()));
    }
  }
}
