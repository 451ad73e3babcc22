package dev.cnilab.lab.stage;

import dev.cnilab.lab.client.Cluster;
import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.client.message.Yaml;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.fault.Action;
import dev.cnilab.lab.fault.FaultPlaceholders;
import dev.cnilab.lab.fault.Ground;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.text.ResourceFiles;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A cluster with a small shop on it: {@code web} on worker 1, {@code db} on worker 2, and a client
 * on each.
 *
 * @param scene the cluster
 * @param ground its network plugin and its kube-proxy
 * @param victim the affected worker, 1 or 2
 */
public record Stage(Scene scene, Ground ground, int victim) {

  public static final String SHOP = "shop";

  /** All its namespaces. */
  public static final List<String> NAMESPACES = List.of(SHOP, "backoffice");

  private static final int PODS = 4;

  private static final String PROXY = "/api/v1/namespaces/kube-system/configmaps/kube-proxy";

  /** The time for kube-proxy to write its first rules. */
  private static final Action.Pause SETTLING = new Action.Pause(20);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /**
   * Deploys the shop on a cluster, and waits until it is open.
   *
   * @param ground its network plugin, with an entry in {@code plugins.yaml}, and the mode to set
   *     for its kube-proxy
   * @param victim the worker to affect, 1 or 2
   * @throws LabException if it is not open within two minutes on the cluster's clock
   */
  public static Stage build(Cluster cluster, Ground ground, int victim) {
    Stage stage = new Stage(Scene.on(cluster), ground, victim);
    if (!ground.hasStandardProxy()) {
      stage.setProxy();
    }
    return stage.opened();
  }

  /** The same on a cluster that has this ground already and is used for something else too. */
  public static Stage build(Scene scene, Ground ground, int victim) {
    return new Stage(scene, ground, victim).opened();
  }

  private Stage opened() {
    scene.changes().apply(manifest());
    String closed = new Patience(scene.cluster()).until(PATIENCE, this::closed);
    if (!closed.isEmpty()) {
      throw LabException.of("could not open the shop", closed, Suggestions.LIST_PODS);
    }
    return this;
  }

  private String manifest() {
    return resource("stage.yaml")
        .replace("<worker-1>", scene.worker(1).name())
        .replace("<worker-2>", scene.worker(2).name());
  }

  /** Changes the mode as an administrator does: in the configuration, with a restart. */
  private void setProxy() {
    String configuration = scene.cluster().find(PROXY).orElseThrow().text("/data/config.conf");
    scene
        .changes()
        .patch(
            "kube-system/configmap/kube-proxy",
            Json.of(
                    Map.of(
                        "data",
                        Map.of(
                            "config.conf",
                            configuration.replaceAll("(?m)^mode:.*", "mode: " + ground.proxy()))))
                .toString());
    Operator.on(this)
        .make(List.of(new Action.DeletePods("kube-system/k8s-app=kube-proxy"), SETTLING));
  }

  /** What is still missing, empty if nothing is. */
  private String closed() {
    List<Pod> pods = scene.workloads().pods(SHOP, "").list();
    if (pods.size() < PODS) {
      return pods.size() + " pods";
    }
    return pods.stream().filter(pod -> !pod.isReady()).map(Pod::toString).findFirst().orElse("");
  }

  /** The worker that a fault affects: an arbitrary choice, but always the same. */
  public static int victim(String fault) {
    return 1 + Math.floorMod(fault.hashCode(), 2);
  }

  /** The ground of a cluster, judging by its network agent and its kube-proxy. */
  public static Optional<Ground> ground(Scene scene) {
    Json plugins = Yaml.parse(resource("plugins.yaml"));
    String proxy =
        scene
            .cluster()
            .find(PROXY)
            .orElse(Json.ABSENT)
            .text("/data/config.conf")
            .lines()
            .filter(line -> line.startsWith("mode: "))
            .map(line -> line.replaceAll("^mode: |\"", "").strip())
            .filter(mode -> !mode.isEmpty())
            .findFirst()
            .orElse(Ground.STANDARD_PROXY);
    return plugins.keys().stream()
        .filter(plugin -> plugins.text("/" + plugin + "/agent").contains("/"))
        .filter(plugin -> scene.changes().exists(plugins.text("/" + plugin + "/agent")))
        .map(plugin -> new Ground(plugin, proxy))
        .findFirst();
  }

  /** The values of the placeholders in a fault's file for this stage. */
  public FaultPlaceholders setting() {
    Node hit = scene.worker(victim);
    Node other = scene.worker(3 - victim);
    Map<String, String> words =
        new HashMap<>(Yaml.parse(resource("plugins.yaml")).fields("/" + ground.plugin()));
    words.put("plugin", ground.plugin());
    words.put("agent-name", words.getOrDefault("agent", "").replace("daemonset/", ""));
    node(words, "victim", hit);
    node(words, "other", other);
    node(words, "worker-1", scene.worker(1));
    node(words, "worker-2", scene.worker(2));
    scene.workloads().nodes().list().stream()
        .filter(Node::isControlPlane)
        .findFirst()
        .ifPresent(node -> node(words, "control", node));
    words.put("near", victim == 1 ? "web" : "db");
    words.put("far", victim == 1 ? "db" : "web");
    words.put("near-url", url(victim));
    words.put("far-url", url(3 - victim));
    words.put("far-port", victim == 1 ? "5432" : "8080");
    words.put("near-port", victim == 1 ? "8080" : "5432");
    words.put("client", SHOP + "/app=client@" + hit.name());
    words.put("other-client", SHOP + "/app=client@" + other.name());
    words.put("get", "curl -s -o /dev/null -m 4 -w '%{http_code} %{exitcode}\\n'");
    for (Pod pod : scene.workloads().pods(SHOP, "").list()) {
      String app = pod.labels().getOrDefault("app", "");
      String word =
          app.equals("client")
              ? (pod.nodeName().equals(hit.name()) ? "client-ip" : "other-client-ip")
              : app + "-ip";
      words.put(word, pod.ip());
      if (!app.equals("client")) {
        words.put((pod.nodeName().equals(hit.name()) ? "near" : "far") + "-ip", pod.ip());
      }
    }
    words.put("far-net", words.getOrDefault("far-ip", "").replaceAll("\\.\\d+$", ""));
    return new FaultPlaceholders(words);
  }

  private static String url(int worker) {
    return worker == 1 ? "http://web/hostname" : "http://db:5432/hostname";
  }

  private static void node(Map<String, String> words, String word, Node node) {
    words.put(word, node.name());
    words.put(word + "-ip-node", node.ip());
    words.put(word + "-cidr", node.podCidr());
    words.put(word + "-prefix", node.podCidr().replaceAll("\\.\\d+/.*", ""));
  }

  static String resource(String file) {
    return ResourceFiles.text(Stage.class, file);
  }
}
