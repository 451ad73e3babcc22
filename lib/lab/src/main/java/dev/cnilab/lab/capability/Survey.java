package dev.cnilab.lab.capability;

import dev.cnilab.lab.await.LongWork;
import dev.cnilab.lab.client.FurtherClusters;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.scene.Scene;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Starts a cluster for one plugin after another, tests it, and shuts it down. */
public final class Survey {

  /** The plugins that the embedded cluster supports. */
  public static final List<String> PLUGINS =
      List.of("bridge", "flannel", "calico", "cilium", "weave");

  /** The name of the cluster whose plugin is not disclosed. */
  public static final String UNLABELLED = "unlabelled";

  private final FurtherClusters clusters;
  private final Map<String, Probed> known = new LinkedHashMap<>();

  /** Creates a survey that starts its clusters here. */
  public Survey(FurtherClusters clusters) {
    this.clusters = clusters;
  }

  /**
   * The capabilities of plugins; each is tested only once.
   *
   * @throws LabException if the cluster in use is not an embedded one
   */
  public Capabilities of(List<String> plugins) {
    return new Capabilities(
        plugins.stream().map(plugin -> known.computeIfAbsent(plugin, this::probe)).toList());
  }

  private Probed probe(String plugin) {
    String name = "probe-" + plugin;
    Scene scene =
        Scene.on(
            LongWork.announced(
                    "a cluster with " + plugin, () -> clusters.get(name, Map.of("cni", plugin)))
                .cluster());
    try {
      return Probed.of(plugin, scene);
    } finally {
      clusters.end(name);
    }
  }

  /** The results for a plugin, if it has been tested. */
  public Optional<Probed> about(String plugin) {
    return Optional.ofNullable(known.get(plugin));
  }

  /** The results for all plugins if all have been tested, otherwise none. */
  public List<Probed> all() {
    return known.keySet().containsAll(PLUGINS)
        ? PLUGINS.stream().flatMap(plugin -> about(plugin).stream()).toList()
        : List.of();
  }

  /** The plugin of an unlabelled cluster; equal numbers select the same plugin. */
  public static String plugin(long number) {
    return PLUGINS.get(new Random(number).nextInt(PLUGINS.size()));
  }
}
