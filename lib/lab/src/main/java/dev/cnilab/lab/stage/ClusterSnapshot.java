package dev.cnilab.lab.stage;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The configuration of a cluster, as far as a person may change it in a repair: the specifications
 * of objects and the configuration of nodes. What follows from it automatically is left out.
 *
 * @param facts one per line
 */
public record ClusterSnapshot(Set<String> facts) {

  /** Parts that change with a restart or a re-created Service. */
  private static final String[] VOLATILE = {
    "kubectl.kubernetes.io/restartedAt", "clusterIP", "clusterIPs"
  };

  /** The fields in which kinds of objects hold their specification. */
  private static final List<String> FIELDS =
      List.of("spec", "data", "rules", "subjects", "roleRef", "endpoints", "ports");

  private static final List<String> LISTS =
      List.of(
          "/api/v1/namespaces",
          "/api/v1/nodes",
          "/api/v1/services",
          "/api/v1/configmaps",
          "/api/v1/pods",
          "/apis/apps/v1/deployments",
          "/apis/apps/v1/daemonsets",
          "/apis/apps/v1/statefulsets",
          "/apis/discovery.k8s.io/v1/endpointslices",
          "/api/v1/serviceaccounts",
          "/api/v1/resourcequotas",
          "/api/v1/limitranges",
          "/apis/networking.k8s.io/v1/networkpolicies",
          "/apis/rbac.authorization.k8s.io/v1/roles",
          "/apis/rbac.authorization.k8s.io/v1/rolebindings",
          "/apis/rbac.authorization.k8s.io/v1/clusterroles",
          "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings",
          "/apis/crd.projectcalico.org/v1/ippools",
          "/apis/crd.projectcalico.org/v1/ipamconfigs");

  /** The present configuration of a cluster. */
  public static ClusterSnapshot of(Scene scene) {
    Set<String> facts = new TreeSet<>();
    for (String list : LISTS) {
      scene.cluster().find(list).stream()
          .flatMap(found -> found.list("/items").stream())
          .filter(ClusterSnapshot::isSetUp)
          .map(object -> fact(list.replaceAll(".*/", ""), object))
          .forEach(facts::add);
    }
    for (Node node : scene.workloads().nodes().list()) {
      node.sh(Stage.resource("node-facts.sh"))
          .out()
          .lines()
          .map(line -> "node " + node.name() + ": " + line.strip())
          .forEach(facts::add);
    }
    return new ClusterSnapshot(facts);
  }

  /** Whether a person configured it, rather than a controller or the lab itself. */
  private static boolean isSetUp(Json object) {
    return object.list("/metadata/ownerReferences").isEmpty()
        && !object.text("/metadata/namespace").equals(LabNamespace.NAME)
        && !object.text("/metadata/name").equals(LabNamespace.NAME)
        && !object.text("/metadata/name").equals("kube-root-ca.crt")
        && object.at("/metadata/annotations/kubernetes.io~1config.mirror").isAbsent();
  }

  static String fact(String kind, Json object) {
    Map<String, Object> asked = new LinkedHashMap<>();
    for (String field : FIELDS) {
      if (!object.at("/" + field).isAbsent()) {
        asked.put(field, object.at("/" + field).value());
      }
    }
    if (kind.equals("nodes")) {
      asked.put("spec", object.at("/spec").without("taints").value());
      asked.put("taints", taints(object));
    }
    asked.put("labels", object.fields("/metadata/labels"));
    return "%s %s%s: %s"
        .formatted(
            kind,
            object.text("/metadata/namespace").isEmpty()
                ? ""
                : object.text("/metadata/namespace") + "/",
            object.text("/metadata/name"),
            Json.of(asked).without(VOLATILE).canonical());
  }

  /** The taints that somebody has set; those of a node's conditions come and go with them. */
  private static List<Object> taints(Json node) {
    return node.list("/spec/taints").stream()
        .filter(taint -> !taint.text("/key").startsWith("node.kubernetes.io/"))
        .map(Json::value)
        .toList();
  }

  /** The differences, one line each: what is gone with a minus, what is new with a plus. */
  public List<String> changesSince(ClusterSnapshot before) {
    Stream<String> gone =
        before.facts.stream().filter(fact -> !facts.contains(fact)).map(fact -> "- " + fact);
    Stream<String> added =
        facts.stream().filter(fact -> !before.facts.contains(fact)).map(fact -> "+ " + fact);
    return Stream.concat(gone, added).toList();
  }
}
