package dev.cnilab.lab.client;

import dev.cnilab.lab.problem.LabException;
import dev.cnilab.lab.problem.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that an embedded cluster starts beside itself: with another plugin, or with other
 * ranges. They end with it, and whenever it is reset. Where a real cluster is in use, {@code ./lab}
 * has an embedded one beside it for just this.
 */
public final class FurtherClusters {

  private static final String PATH = Cluster.LAB_GROUP + "/clusters";

  private final Cluster home;
  private @Nullable Cluster beside;
  private final Map<String, Further> open = new HashMap<>();

  /** Takes the cluster in use. */
  public FurtherClusters(Cluster home) {
    this.home = home;
  }

  /**
   * One of them.
   *
   * @param kubeconfig how to reach it
   */
  public record Further(String name, Cluster cluster, String kubeconfig) {

    /** The same, marked so that its user is refused a diagnosis: {@link Kubeconfig#BLIND}. */
    public Further blind() {
      return new Further(
          name,
          cluster,
          kubeconfig.stripTrailing()
              + "\nextensions:\n- name: "
              + Kubeconfig.BLIND
              + "\n  extension: {on: true}\n");
    }

    /**
     * Writes the kubeconfig to a file, for a terminal's kubectl; it lies with that of the cluster
     * which has started it, and ends with it.
     */
    public Path write() {
      try {
        Path first = Kubeconfig.embedded().toAbsolutePath();
        Path file = first.resolveSibling(first.getFileName() + "-" + name);
        Path part = Files.createTempFile(first.getParent(), ".kubeconfig", "");
        Files.writeString(part, kubeconfig);
        return Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        throw LabException.of(
            "could not write a kubeconfig for " + name, e.toString(), Suggestions.CHECK_THE_PATH);
      }
    }
  }

  /**
   * The cluster of a name, started if it is not there.
   *
   * @param spec what it should be like: {@code cni}, {@code nodes}, {@code podCidr}, {@code
   *     nodeCidrMaskSize}, {@code ageSeconds}; each may be left out
   * @throws LabException if the cluster in use is not an embedded one, and none is beside it
   */
  public synchronized Further get(String name, Map<String, Object> spec) {
    Cluster starter =
        starter()
            .orElseThrow(
                () ->
                    LabException.of(
                        "could not start a cluster with " + spec,
                        "the cluster in use is not the embedded one",
                        Suggestions.START_ONE_BY_HAND));
    return reached(
        name,
        starter
            .find(PATH + "/" + name)
            .orElseGet(
                () ->
                    starter.post(
                        PATH, Json.of(Map.of("metadata", Map.of("name", name), "spec", spec)))));
  }

  private Optional<Cluster> starter() {
    if (home.servesLabGroup()) {
      return Optional.of(home);
    }
    if (beside == null) {
      beside = Kubeconfig.beside().map(Cluster::fromKubeconfig).orElse(null);
    }
    return Optional.ofNullable(beside);
  }

  /** The cluster of a name, if it is there. */
  public synchronized Optional<Further> find(String name) {
    return starter()
        .flatMap(starter -> starter.find(PATH + "/" + name))
        .map(there -> reached(name, there));
  }

  private Further reached(String name, Json there) {
    String kubeconfig = there.text("/status/kubeconfig");
    Further known = open.get(name);
    if (known != null && known.kubeconfig().equals(kubeconfig)) {
      return known;
    }
    if (known != null) {
      known.cluster().close();
    }
    Further further = new Further(name, Cluster.fromKubeconfig(kubeconfig), kubeconfig);
    open.put(name, further);
    return further;
  }

  /** Ends the cluster of a name, if it is there. */
  public synchronized void end(String name) {
    starter().ifPresent(starter -> starter.delete(PATH + "/" + name, 0));
    Further known = open.remove(name);
    if (known != null) {
      known.cluster().close();
    }
  }

  /** Ends the connections; the clusters go on. */
  synchronized void close() {
    open.values().forEach(known -> known.cluster().close());
    open.clear();
    if (beside != null) {
      beside.close();
      beside = null;
    }
  }
}
