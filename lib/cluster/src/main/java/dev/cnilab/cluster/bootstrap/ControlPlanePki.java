package dev.cnilab.cluster.bootstrap;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.List;

/** What kubeadm writes below {@code /etc/kubernetes/pki} on the control plane. */
record ControlPlanePki(Pki pki, NodeIdentity node, MountNamespace files) {
  private static final String DIRECTORY = "/etc/kubernetes/pki/";
  private static final Ipv4Address SERVICE = Ipv4Address.parse("10.96.0.1");
  private static final Ipv4Address LOCALHOST = Ipv4Address.parse("127.0.0.1");

  void write() throws IOException {
    secret("ca.key", pki.rootKey());
    put(
        "apiserver",
        pki.serve(
            "kube-apiserver",
            List.of(
                "kubernetes",
                "kubernetes.default",
                "kubernetes.default.svc",
                "kubernetes.default.svc.cluster.local",
                node.name()),
            List.of(SERVICE, node.address())));
    put("apiserver-kubelet-client", pki.issue("kube-apiserver-kubelet-client", List.of()));
    etcd(pki.another("etcd-ca"));
    Pki frontProxy = pki.another("front-proxy-ca");
    authority("front-proxy-ca", frontProxy);
    put("front-proxy-client", frontProxy.issue("front-proxy-client", List.of()));
    Pki.Pair accounts = pki.keyPair();
    secret("sa.pub", accounts.certificate());
    secret("sa.key", accounts.key());
  }

  private void etcd(Pki etcd) throws IOException {
    files.createDirectories(DIRECTORY + "etcd");
    authority("etcd/ca", etcd);
    for (String name : List.of("etcd/server", "etcd/peer")) {
      put(
          name,
          etcd.serve(
              node.name(), List.of(node.name(), "localhost"), List.of(node.address(), LOCALHOST)));
    }
    put("etcd/healthcheck-client", etcd.issue("kube-etcd-healthcheck-client", List.of()));
    put("apiserver-etcd-client", etcd.issue("kube-apiserver-etcd-client", List.of()));
  }

  private void authority(String name, Pki authority) throws IOException {
    put(name, new Pki.Pair(authority.rootCertificate(), authority.rootKey()));
  }

  private void put(String name, Pki.Pair pair) throws IOException {
    files.write(DIRECTORY + name + ".crt", pair.certificate());
    secret(name + ".key", pair.key());
  }

  private void secret(String name, String text) throws IOException {
    files.write(DIRECTORY + name, text);
    files.setPermissions(DIRECTORY + name, 0600);
  }
}
