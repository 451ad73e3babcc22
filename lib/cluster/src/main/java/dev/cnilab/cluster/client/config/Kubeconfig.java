package dev.cnilab.cluster.client.config;

import dev.cnilab.cluster.object.value.Base64Text;

/**
 * How a client reaches the API server, with the names that kubeadm gives.
 *
 * @param server the URL
 * @param authority the certificate to trust, as PEM
 * @param token of the administrator
 */
public record Kubeconfig(String server, String authority, String token) {

  /** The file's text. */
  public String toYaml() {
    return """
    # An embedded cluster of CNI Lab: of no use once that has ended.
    apiVersion: v1
    kind: Config
    clusters:
    - name: kubernetes
      cluster:
        server: %s
        certificate-authority-data: %s
    contexts:
    - name: kubernetes-admin@kubernetes
      context:
        cluster: kubernetes
        user: kubernetes-admin
    current-context: kubernetes-admin@kubernetes
    preferences: {}
    users:
    - name: kubernetes-admin
      user:
        token: %s
    """
        .formatted(server, Base64Text.encoded(authority), token);
  }
}
