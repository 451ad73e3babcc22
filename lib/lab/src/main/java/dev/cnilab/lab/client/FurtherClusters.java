package dev.cnilab.lab.client;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Clusters that an embedded cluster starts beside itself, with another plugin or other ranges. They
 * end with it, and at every reset. If a real cluster is in use, {@code ./lab} runs an embedded one
 * beside it for this purpose.
 */
public final class FurtherClusters {

  private static final String PATH = Cluster.LAB_GROUP + "/clusters";

  private final Cluster home;
  private @Nullable Cluster beside;
  private final Map<String, Further> open = new HashMap<>();

  /** Starts clusters beside the cluster in use. */
  public FurtherClusters(Cluster home) {
    this.home = home;
  }

  /**
   * A further cluster.
   *
   * @param kubeconfig the kubeconfig to reach it
   */
  public record Further(String name, Cluster cluster, String kubeconfig) {

    /** The same, marked so that its user gets no diagnosis: {@link KubeconfigFiles#BLIND}. */
    public Further blind() {
      return new Further(
          name,
          cluster,
          kubeconfig.stripTrailing()
              + "\nextensions:\n- name: "
              + KubeconfigFiles.BLIND
              + "\n  extension: {on: true}\n");
    }

    /**
     * Writes the kubeconfig to a file for a terminal's kubectl, beside that of the cluster that
     * started it, and deleted with it.
     */
    public Path write() {
      try {
        Path first = KubeconfigFiles.embedded().toAbsolutePath();
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
   * The cluster with a name, started if it does not exist.
   *
   * @param spec its specification: {@code cni}, {@code nodes}, {@code podCidr}, {@code
   *     nodeCidrMaskSize}, {@code ageSeconds}; all optional
   * @throws LabException if neither the cluster in use nor one beside it is embedded
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
      beside = KubeconfigFiles.beside().map(Cluster::fromKubeconfig).orElse(null);
    }
    return Optional.ofNullable(beside);
  }

  /** The cluster with a name, if it exists. */
  public synchronized Optional<Further> find(String name) {
    return starter()
        .flatMap(starter -> starter.find(PATH + "/" + name))
        .map(there -> reached(name, there));
  }

  /** The names of the clusters that exist. */
  public synchronized List<String> names() {
    return starter()
        .flatMap(starter -> starter.find(PATH))
        .orElse(Json.ABSENT)
        .list("/items")
        .stream()
        .map(each -> each.text("/metadata/name"))
        .toList();
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

  /** Ends the cluster with a name, if it exists. */
  public synchronized void end(String name) {
    starter().ifPresent(starter -> starter.delete(PATH + "/" + name, 0));
    Further known = open.remove(name);
    if (known != null) {
      known.cluster().close();
    }
  }

  /** Closes the connections; the clusters keep running. */
  synchronized void close() {
    open.values().forEach(known -> known.cluster().close());
    open.clear();
    if (beside != null) {
      beside.close();
      beside = null;
    }
  }
}
