package dev.cnilab.cluster.client.config;

import dev.cnilab.cluster.gonet.GoNet;
import dev.cnilab.cluster.log.GoFile;
import dev.cnilab.cluster.log.Klog;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Process;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How a program reaches and identifies the API server; {@code rest.Config} of client-go.
 *
 * @param trust identifies the server
 * @param credential identifies the program, determined for each request
 */
public record ClientConfig(ApiAddress address, Trust trust, Supplier<Credential> credential) {
  private static final String ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount/";

  /**
   * The configuration of a container: its environment and the files of its service account.
   *
   * @throws IOException in the words of client-go, if any of it is missing
   */
  public static ClientConfig inCluster(Process process) throws IOException {
    Map<String, String> environment = process.environment();
    String host = environment.getOrDefault("KUBERNETES_SERVICE_HOST", "");
    String port = environment.getOrDefault("KUBERNETES_SERVICE_PORT", "");
    if (host.isEmpty() || port.isEmpty()) {
      throw new IOException(
          "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and"
              + " KUBERNETES_SERVICE_PORT must be defined");
    }
    String path = ACCOUNT + "token";
    GoFile.requireReadable(process.files(), path);
    return new ClientConfig(
        ApiAddress.ofUrl(host + ":" + port),
        accountTrust(process),
        new TokenFile(process, path)::read);
  }

  /** A missing CA file is only logged: then the system's CAs are used. */
  private static Trust accountTrust(Process process) {
    String path = ACCOUNT + "ca.crt";
    try {
      return Trust.file(process.files(), path);
    } catch (IOException unusable) {
      new Klog(process::now, process.pidInside(), process.err()::println)
          .plainError(
              "config.go:547",
              "Expected to load root CA config from %s, but got err: %s"
                  .formatted(path, unusable.getMessage()));
      return Trust.SYSTEM;
    }
  }

  /**
   * Whether a kubeconfig file contains its client's certificate, and does not name another file.
   *
   * @throws IOException in the words of client-go, if the file cannot be used
   */
  public static boolean embedsCertificate(MountNamespace files, String path) throws IOException {
    return KubeconfigContext.current(files, KubeconfigFile.read(files, path)).embedsCertificate();
  }

  /**
   * The configuration in a kubeconfig file.
   *
   * @throws IOException in the words of client-go, if the file, or one it refers to, cannot be used
   */
  public static ClientConfig kubeconfig(Process process, String path) throws IOException {
    MountNamespace files = process.files();
    KubeconfigContext context = KubeconfigContext.current(files, KubeconfigFile.read(files, path));
    try {
      return new ClientConfig(
          ApiAddress.ofUrl(context.server()), context.trust(files), context.credential(process));
    } catch (IllegalArgumentException unusable) {
      throw new IOException(
          GoNet.noSuchHost(
              context.server().replaceFirst("^https?://", "").replaceFirst("[:/].*", "")),
          unusable);
    }
  }

  /**
   * A kubeconfig for the same cluster as another one, with a certificate and a key that are in one
   * file.
   *
   * @throws IOException if the other one cannot be used
   */
  public static String kubeconfigLike(MountNamespace files, String path, String pem)
      throws IOException {
    KubeconfigContext context = KubeconfigContext.current(files, KubeconfigFile.read(files, path));
    return """
    apiVersion: v1
    clusters:
    - cluster:
    %1$s    server: %2$s
      name: default-cluster
    contexts:
    - context:
        cluster: default-cluster
        namespace: default
        user: default-auth
      name: default-context
    current-context: default-context
    kind: Config
    users:
    - name: default-auth
      user:
        client-certificate: %3$s
        client-key: %3$s
    """
        .formatted(context.trustFields("    "), context.server(), pem);
  }
}
