package dev.cnilab.cluster.apiserver.extension;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** The extensions there are. From any thread. */
public final class Extensions {
  private final List<ApiExtension> all = new CopyOnWriteArrayList<>();

  public void add(ApiExtension extension) {
    all.add(extension);
  }

  /** Whether a group is an extension's: no part of Kubernetes, so no list of discovery has it. */
  public boolean have(String group) {
    return all.stream()
        .flatMap(extension -> extension.types().stream())
        .anyMatch(type -> type.group().equals(group));
  }

  /** The extension that serves what is at a path, if there is one. */
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
