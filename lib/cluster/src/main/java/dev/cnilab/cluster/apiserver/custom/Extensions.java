package dev.cnilab.cluster.apiserver.custom;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The registered extensions. From any thread. */
public final class Extensions {
  private final List<ApiExtension> all = new CopyOnWriteArrayList<>();

  public void add(ApiExtension extension) {
    all.add(extension);
  }

  /**
   * Whether a group belongs to an extension: it is not part of Kubernetes, so discovery does not
   * list it.
   */
  public boolean have(String group) {
    return all.stream()
        .flatMap(extension -> extension.types().stream())
        .anyMatch(type -> type.group().equals(group));
  }

  /** The extension that serves a path, if any. */
  public Optional<ApiExtension> serving(List<String> path) {
    return path.size() < 4
        ? Optional.empty()
        : all.stream()
            .filter(
                extension ->
                    extension.types().stream()
                        .anyMatch(
                            type ->
                                path.get(0).equals("apis")
                                    && path.get(1).equals(type.group())
                                    && path.get(2).equals(type.version())))
            .findFirst();
  }
}
