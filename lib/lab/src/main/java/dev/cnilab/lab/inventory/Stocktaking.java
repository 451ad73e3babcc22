package dev.cnilab.lab.inventory;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.cni.ConfigFile;
import dev.cnilab.lab.cni.NodeCni;
import dev.cnilab.lab.guard.LabNamespace;
import dev.cnilab.lab.nodefault.NodeState;
import dev.cnilab.lab.scene.Belongings;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Finds what there is beyond a fresh cluster. */
public record Stocktaking(Cluster cluster, Workloads workloads) {

  /** Kinds that people create, with the path of a namespace's list. */
  private static final Map<String, String> KINDS =
      Map.of(
          "pod", "/api/v1/namespaces/%s/pods",
          "service", "/api/v1/namespaces/%s/services",
          "configmap", "/api/v1/namespaces/%s/configmaps",
          "deployment", "/apis/apps/v1/namespaces/%s/deployments",
          "daemonset", "/apis/apps/v1/namespaces/%s/daemonsets",
          "networkpolicy", "/apis/networking.k8s.io/v1/namespaces/%s/networkpolicies");

  /** Objects that every cluster has in the namespace default. */
  private static final Set<String> ALWAYS =
      Set.of("service/kubernetes", "configmap/kube-root-ca.crt");

  /** The places of copies of configurations and programs in the course. */
  private static final String COPIES =
      "ls -1d /root/*.conflist /root/flannel /opt/cni/bin/.[a-z]* 2>/dev/null";

  public Inventory now() {
    List<Item> items = new ArrayList<>();
    KINDS.keySet().stream().sorted().forEach(kind -> items.addAll(objects(kind)));
    NodeState.workers(workloads).forEach(worker -> items.addAll(onNode(worker)));
    return new Inventory(items);
  }

  private List<Item> objects(String kind) {
    String namespace = cluster.namespace();
    return cluster.table(KINDS.getOrDefault(kind, "").formatted(namespace)).objects().stream()
        .filter(object -> object.list("/metadata/ownerReferences").isEmpty())
        .filter(object -> !LabNamespace.marks(object))
        .map(Stocktaking::name)
        .map(name -> kind + "/" + name)
        .filter(what -> !ALWAYS.contains(what))
        .map(
            what -> new Item(namespace, what, Belongings.has(what) ? "kubectl delete " + what : ""))
        .toList();
  }

  private static String name(Json object) {
    return object.text("/metadata/name");
  }

  private static List<Item> onNode(NodeState state) {
    Node node = state.node();
    return Stream.of(
            copies(state.facts().cni()).map(name -> "/etc/cni/net.d/" + name),
            node.sh(COPIES).lines().stream(),
            state.leaked().stream().map(address -> "/var/lib/cni/networks/cbr0/" + address))
        .flatMap(files -> files)
        .map(file -> new Item(node.name(), file, "rm " + file))
        .toList();
  }

  /** Files beside the configuration with the same content, or named after it. */
  private static Stream<String> copies(NodeCni cni) {
    Optional<ConfigFile> original = cni.original();
    return cni.files().stream()
        .filter(file -> original.filter(first -> isCopy(file, first)).isPresent())
        .map(ConfigFile::name);
  }

  private static boolean isCopy(ConfigFile file, ConfigFile original) {
    return !file.name().equals(original.name())
        && (file.text().equals(original.text()) || file.name().startsWith(original.name()));
  }
}
