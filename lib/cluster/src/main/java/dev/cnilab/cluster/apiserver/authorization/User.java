package dev.cnilab.cluster.apiserver.authorization;

import java.util.List;

/** Who asks. Every authenticated user is also in the group {@code system:authenticated}. */
public record User(String name, List<String> groups) {
  /** The administrator kubeadm's admin.conf names, who may do everything. */
  public static User admin() {
    return new User("kubernetes-admin", List.of("kubeadm:cluster-admins", "system:authenticated"));
  }

  /** A component such as {@code system:kube-scheduler}. */
  public static User component(String name) {
    return new User(name, List.of("system:authenticated"));
  }

  /** The API server itself, who may do everything. */
  public static User apiServer() {
    return new User("system:apiserver", List.of("system:masters", "system:authenticated"));
  }

  /** The kubelet of a node. */
  public static User node(String name) {
    return new User("system:node:" + name, List.of("system:nodes", "system:authenticated"));
  }

  public static User serviceAccount(String namespace, String name) {
    return new User(
        "system:serviceaccount:" + namespace + ":" + name,
        List.of(
            "system:serviceaccounts",
            "system:serviceaccounts:" + namespace,
            "system:authenticated"));
  }
}
