package dev.cnilab.cluster.bootstrap;

import dev.cnilab.cluster.kubelet.certificate.CertificateStore;
import dev.cnilab.cluster.object.value.Base64Text;
import dev.cnilab.userland.file.FileException;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** The files of a node's operating system, and those that kubeadm writes. */
public final class NodeFiles {
  private static final List<String> STATIC_PODS =
      List.of("etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler");
  private static final int DEFAULT_NODE_MASK = 24;

  private final Templates templates;
  private final PodNetwork pods;
  private final Pki pki;
  private final NodeIdentity node;
  private final List<NodeIdentity> all;

  NodeFiles(
      Templates templates, PodNetwork pods, Pki pki, NodeIdentity node, List<NodeIdentity> all) {
    this.templates = templates;
    this.pods = pods;
    this.pki = pki;
    this.node = node;
    this.all = all;
  }

  /** Writes all of them. */
  public void write(MountNamespace files) throws IOException {
    operatingSystem(files);
    kubeadm(files);
    if (node.role() == NodeIdentity.Role.CONTROL_PLANE) {
      controlPlane(files);
    }
  }

  private void operatingSystem(MountNamespace files) throws IOException {
    put(files, "/etc/debian_version", "12.11\n");
    put(files, "/etc/hostname", node.name() + "\n");
    put(files, "/etc/hosts", "127.0.0.1\tlocalhost\n" + hosts());
    put(files, "/etc/resolv.conf", "nameserver 172.30.0.1\n");
    for (String directory : List.of("/root", "/tmp", "/etc/cni/net.d", "/var/log", "/run")) {
      files.createDirectories(directory);
    }
  }

  private String hosts() {
    return all.stream()
        .map(other -> other.address() + "\t" + other.name() + "\n")
        .collect(Collectors.joining());
  }

  private void kubeadm(MountNamespace files) throws IOException {
    String configuration =
        templates.objects("config.yaml").stream()
            .filter(object -> object.name().equals("kubelet-config"))
            .findFirst()
            .orElseThrow()
            .text("/data/kubelet");
    put(
        files,
        "/var/lib/kubelet/config.yaml",
        configuration.replace(
            "containerRuntimeEndpoint: \"\"",
            "containerRuntimeEndpoint: unix:///run/containerd/containerd.sock"));
    put(
        files,
        "/var/lib/kubelet/kubeadm-flags.env",
        "KUBELET_KUBEADM_ARGS=\"--node-ip=" + node.address() + "\"\n");
    put(files, "/etc/kubernetes/pki/ca.crt", pki.rootCertificate());
    files.createDirectories("/etc/kubernetes/manifests");
    String user = "system:node:" + node.name();
    Pki.Pair certificate = pki.issue(user, List.of("system:nodes"));
    files.createDirectories("/var/lib/kubelet/pki");
    CertificateStore.write(files, certificate.certificate() + certificate.key(), pki.now());
    kubeconfig(
        files,
        "kubelet.conf",
        user,
        "client-certificate: %1$s\n    client-key: %1$s".formatted(CertificateStore.CURRENT));
  }

  private void controlPlane(MountNamespace files) throws IOException {
    new ControlPlanePki(pki, node, files).write();
    kubeconfig(files, "admin.conf", "kubernetes-admin", List.of("kubeadm:cluster-admins"));
    kubeconfig(files, "controller-manager.conf", "system:kube-controller-manager", List.of());
    kubeconfig(files, "scheduler.conf", "system:kube-scheduler", List.of());
    for (String name : STATIC_PODS) {
      String path = "/etc/kubernetes/manifests/" + name + ".yaml";
      put(files, path, withNodeMask(templates.text("manifests/" + name + ".yaml")));
      files.setPermissions(path, 0600);
    }
  }

  /** The controller manager gets the mask only if it is not the default. */
  private String withNodeMask(String manifest) {
    String cidr = "    - --cluster-cidr=" + pods.cidr() + "\n";
    return pods.nodeMaskBits() == DEFAULT_NODE_MASK
        ? manifest
        : manifest.replace(
            cidr, cidr + "    - --node-cidr-mask-size=" + pods.nodeMaskBits() + "\n");
  }

  /** A kubeconfig with an embedded certificate. */
  private void kubeconfig(MountNamespace files, String name, String user, List<String> groups)
      throws IOException {
    Pki.Pair certificate = pki.issue(user, groups);
    kubeconfig(
        files,
        name,
        user,
        "client-certificate-data: %s\n    client-key-data: %s"
            .formatted(
                Base64Text.encoded(certificate.certificate()),
                Base64Text.encoded(certificate.key())));
  }

  private void kubeconfig(MountNamespace files, String name, String user, String credentials)
      throws IOException {
    secret(
        files,
        "/etc/kubernetes/" + name,
        templates.with("USER", user).with("CREDENTIALS", credentials).text("files/kubeconfig"));
  }

  private static void secret(MountNamespace files, String path, String text) throws IOException {
    put(files, path, text);
    files.setPermissions(path, 0600);
  }

  private static void put(MountNamespace files, String path, String text) throws IOException {
    directoryOf(files, path);
    files.write(path, text);
  }

  private static void directoryOf(MountNamespace files, String path) throws FileException {
    files.createDirectories(path.substring(0, Math.max(1, path.lastIndexOf('/'))));
  }
}
