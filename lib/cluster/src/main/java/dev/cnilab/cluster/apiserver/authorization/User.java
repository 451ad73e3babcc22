package dev.cnilab.cluster.apiserver.authorization;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The user of a request. Every user but the anonymous one is also in the group {@code
 * system:authenticated}.
 *
 * @param uid tells it from an earlier user of the same name; "" if it has none
 * @param extra what else is known, such as the pod of a service account's token
 */
public record User(String name, String uid, List<String> groups, Map<String, List<String>> extra) {
  private static final String MASTERS = "system:masters";

  public User(String name, List<String> groups) {
    this(name, "", groups, Map.of());
  }

  /** The same user with a uid and extra. */
  public User with(String newUid, Map<String, List<String>> newExtra) {
    return new User(name, newUid, groups, newExtra);
  }

  /** Whether it may do everything, whatever the roles say. */
  public boolean isMaster() {
    return groups.contains(MASTERS);
  }

  /** The user of a request without credentials. */
  public static User anonymous() {
    return new User("system:anonymous", List.of("system:unauthenticated"));
  }

  /** The administrator kubeadm's admin.conf names, who may do everything. */
  public static User admin() {
    return new User("kubernetes-admin", List.of("kubeadm:cluster-admins", "system:authenticated"));
  }

  /** The API server itself, who may do everything. */
  public static User apiServer() {
    return new User("system:apiserver", List.of(MASTERS, "system:authenticated"));
  }

  /** The kubelet of a node. */
  public static User node(String name) {
    return new User("system:node:" + name, List.of("system:nodes", "system:authenticated"));
  }

  /** The user a certificate names. */
  public static User certified(String commonName, List<String> organizations) {
    List<String> groups = new ArrayList<>(organizations);
    groups.add("system:authenticated");
    return new User(commonName, List.copyOf(groups));
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
