package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.config.ApiAddress;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.object.Json;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/**
 * The plugins' own access to the API: a token of an account, valid for a day.
 *
 * @param account in kube-system
 */
record CniKubeconfig(Datastore datastore, String account) {
  private static final int DAY = 24 * 60 * 60;
  private static final String FILE = "calico-kubeconfig";

  /** Writes it with a new token. */
  void write(MountNamespace files, String directory, ApiAddress server) throws IOException {
    String path = directory + "/" + FILE;
    files.write(
        path,
        """
        # Kubeconfig file for Calico CNI plugin. Installed by calico/node.
        apiVersion: v1
        kind: Config
        clusters:
        - name: local
          cluster:
            server: %s
            certificate-authority-data: "%s"
        users:
        - name: calico
          user:
            token: %s
        contexts:
        - name: calico-context
          context:
            cluster: local
            user: calico
        current-context: calico-context
        """
            .formatted(server, authority(files), token()));
    files.setPermissions(path, 0600);
  }

  private static String authority(MountNamespace files) throws IOException {
    return java.util.Base64.getEncoder()
        .encodeToString(files.read("/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"));
  }

  private String token() {
    KubeObject request =
        KubeObject.of(Json.object())
            .edit(json -> json.putObject("spec").put("expirationSeconds", DAY));
    return datastore
        .api()
        .createSubresource(ResourceTypes.SERVICE_ACCOUNTS, "kube-system", account, "token", request)
        .text("/status/token");
  }
}
