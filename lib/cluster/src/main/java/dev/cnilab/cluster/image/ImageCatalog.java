package dev.cnilab.cluster.image;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.Disk;
import dev.cnilab.userland.file.MountNamespace;
import dev.cnilab.userland.file.inode.Layer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All images there are, whatever the registry. */
public final class ImageCatalog {
  private static final String DOCKER_HUB = "docker.io";

  private final Map<String, ImageDefinition> byName = new HashMap<>();
  private final Map<String, Layer> layersById = new HashMap<>();

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

  /**
   * The files of an image, which are unpacked once for all nodes. On the loop only.
   *
   * @param version its tag or digest
   */
  public Layer layer(ImageDefinition image, String version, EventLoop loop) throws IOException {
    String id = image.id(version);
    Layer known = layersById.get(id);
    if (known == null) {
      Disk disk = new Disk(loop);
      image.files().unpack(new MountNamespace(disk.tree("/"), "image"), version);
      known = disk.layer();
      layersById.put(id, known);
    }
    return known;
  }
}
