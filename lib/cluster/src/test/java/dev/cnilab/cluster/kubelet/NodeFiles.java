package dev.cnilab.cluster.kubelet;

import dev.cnilab.cluster.containerd.TestUnits;
import dev.cnilab.userland.file.mount.MountNamespace;
import dev.cnilab.userland.process.Executables;
import java.io.IOException;

/** The files of a node for tests: its programs, and the configuration of its kubelet. */
final class NodeFiles {
  private static final String KUBECONFIG =
      """
      current-context: c
      contexts: [{name: c, context: {cluster: k, user: u}}]
      clusters: [{name: k, cluster: {server: 'https://172.30.0.11:6443'}}]
      users: [{name: u, user: {token: t}}]
      """;

  private NodeFiles() {}

  static void write(MountNamespace files) throws IOException {
    files.createDirectories("/usr/bin");
    files.createDirectories("/etc/kubernetes/manifests");
    files.createDirectories("/var/log/pods");
    files.createDirectories("/var/run/netns");
    files.write("/etc/hosts", "127.0.0.1\tlocalhost\n172.30.0.12\tnode-2\n");
    files.write("/etc/resolv.conf", "nameserver 172.30.0.1\n");
    files.createDirectories("/var/lib/kubelet");
    files.write(
        "/var/lib/kubelet/config.yaml",
        """
        apiVersion: kubelet.config.k8s.io/v1beta1
        kind: KubeletConfiguration
        clusterDNS: [10.96.0.10]
        clusterDomain: cluster.local
        staticPodPath: /etc/kubernetes/manifests
        authentication: {anonymous: {enabled: true}}
        authorization: {mode: AlwaysAllow}
        """);
    Executables.write(files, "/usr/bin/sleep", "sleep");
    Executables.write(files, "/usr/bin/kubelet", "kubelet");
    files.createDirectories("/etc/kubernetes");
    files.write("/etc/kubernetes/kubelet.conf", KUBECONFIG);
    Executables.write(files, TestNode.PLUGIN, "testnet");
    Executables.write(files, "/opt/cni/bin/loopback", "loopback");
    files.createDirectories("/usr/lib/systemd/system");
    files.write(
        "/usr/lib/systemd/system/kubelet.service",
        """
        [Unit]
        Description=kubelet: The Kubernetes Node Agent
        [Service]
        ExecStart=/usr/bin/kubelet --kubeconfig=/etc/kubernetes/kubelet.conf --config=/var/lib/kubelet/config.yaml
        Restart=always
        StartLimitInterval=0
        RestartSec=10
        """);
    TestUnits.write(files, "containerd.service");
  }
}
