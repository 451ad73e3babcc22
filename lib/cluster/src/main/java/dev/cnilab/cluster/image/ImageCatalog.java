package dev.cnilab.cluster.image;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All images there are, whatever the registry. */
public final class ImageCatalog {
  private static final String DOCKER_HUB = "docker.io";

  private final Map<String, ImageDefinition> byName = new HashMap<>();

  public ImageCatalog(List<ImageDefinition> images) {
    for (ImageDefinition image : images) {
      for (String name : image.names()) {
        if (byName.put(name, image) != null) {
          throw new IllegalArgumentException("two images are named " + name);
        }
      }
    }
  }

  /**
   * The image of a repository. Docker Hub has those of the catalogue's own names only; in any other
   * registry the last part of the path is enough, as mirrors have paths of their own.
   *
   * @param registry such as {@code docker.io}
   * @param path such as {@code library/nginx}
   */
  public Optional<ImageDefinition> find(String registry, String path) {
    String name = path.startsWith("library/") ? path.substring("library/".length()) : path;
    ImageDefinition exact = byName.get(name);
    if (exact != null || registry.equals(DOCKER_HUB)) {
      return Optional.ofNullable(exact);
    }
    return Optional.ofNullable(byName.get(name.substring(name.lastIndexOf('/') + 1)));
  }
}
