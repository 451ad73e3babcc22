package dev.cnilab.cluster.image.calico.node;

import dev.cnilab.cluster.client.ApiException;
import dev.cnilab.cluster.client.config.ClientConfig;
import dev.cnilab.cluster.client.connection.ApiClients;
import dev.cnilab.cluster.cni.plugin.CniPlugins;
import dev.cnilab.cluster.image.calico.cni.CalicoPlugins;
import dev.cnilab.cluster.image.calico.datastore.CalicoLog;
import dev.cnilab.cluster.image.calico.datastore.InClusterDatastore;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import java.io.IOException;
import java.util.List;

/**
 * The init container {@code install-cni}: installs the plugins, their kubeconfig and the conflist
 * on the node.
 */
final class CniInstall implements Program {
  private static final String BIN = "/host/opt/cni/bin";
  private static final String NET = "/host/etc/cni/net.d";

  /** Plugins of others in the image; its Makefile's fetch-cni-bins. */
  private static final List<String> OTHERS =
      List.of("bandwidth", "flannel", "host-local", "loopback", "portmap", "tuning");

  private final ApiClients clients;

  CniInstall(ApiClients clients) {
    this.clients = clients;
  }

  @Override
  public int run(Process process) {
    CalicoLog log = new CalicoLog(process);
    try {
      MountNamespace files = process.files();
      log.info("cni-installer/install.go 129", "Running as a Kubernetes pod");
      install(files, "calico", CalicoPlugins.MAIN, log);
      install(files, "calico-ipam", CalicoPlugins.IPAM, log);
      CniPlugins.install(files, BIN, OTHERS);
      OTHERS.forEach(name -> installed(name, log));
      log.info("cni-installer/install.go 240", "Wrote Calico CNI binaries to " + BIN);
      String account =
          process.environment().getOrDefault("CALICO_CNI_SERVICE_ACCOUNT", "calico-cni-plugin");
      new CniKubeconfig(new InClusterDatastore(process, clients).open(), account)
          .write(files, NET, ClientConfig.inCluster(process).address());
      writeConfiguration(process, log);
      log.info("cni-installer/install.go 283", "Done configuring CNI.  Sleep= false");
      return 0;
    } catch (IOException | ApiException failed) {
      log.error(
          "cni-installer/install.go 150",
          "Unable to create token for CNI kubeconfig error=" + failed.getMessage());
      return 1;
    }
  }

  private static void install(MountNamespace files, String name, String program, CalicoLog log)
      throws IOException {
    files.createDirectories(BIN);
    Executables.write(files, BIN + "/" + name, program);
    installed(name, log);
  }

  private static void installed(String name, CalicoLog log) {
    log.info("cni-installer/install.go 207", "Installed " + BIN + "/" + name);
  }

  /**
   * Fills in the template; this comes last, because containerd considers the network ready from
   * then on.
   */
  private static void writeConfiguration(Process process, CalicoLog log) throws IOException {
    var environment = process.environment();
    String name = environment.getOrDefault("CNI_CONF_NAME", "10-calico.conflist");
    String text =
        environment
            .getOrDefault("CNI_NETWORK_CONFIG", "")
            .replace("__KUBERNETES_NODE_NAME__", nodeName(process))
            .replace("__CNI_MTU__", environment.getOrDefault("CNI_MTU", "0"))
            .replace("__KUBECONFIG_FILEPATH__", "/etc/cni/net.d/calico-kubeconfig");
    log.info(
        "cni-installer/install.go 330",
        "Using CNI config template from CNI_NETWORK_CONFIG environment variable.");
    process.files().write(NET + "/" + name, text);
    log.info("cni-installer/install.go 400", "CNI config: " + text);
    log.info("cni-installer/install.go 414", "Created /host/etc/cni/net.d/" + name);
  }

  private static String nodeName(Process process) {
    return process.environment().getOrDefault("KUBERNETES_NODE_NAME", process.hostname());
  }
}
