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
