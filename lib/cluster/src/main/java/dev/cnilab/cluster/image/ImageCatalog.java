package dev.cnilab.cluster.image;

import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.userland.file.disk.Disk;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All images, for every registry. */
public final class ImageCatalog {
  private static final String DOCKER_HUB = "docker.io";
  private static final String MIRRORED = "rancher/mirrored-";

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
   * The image of a repository. Docker Hub has only the catalogue's own names and Rancher's mirrors
   * of them; in any other registry the last parts of the path are enough, as mirrors have their own
   * prefixes.
   *
   * @param registry such as {@code docker.io}
   * @param path such as {@code library/nginx}
   */
  public Optional<ImageDefinition> find(String registry, String path) {
    String name = path.startsWith("library/") ? path.substring("library/".length()) : path;
    ImageDefinition exact = byName.get(name);
    if (exact != null) {
      return Optional.of(exact);
    }
    return mirrored(name).or(() -> registry.equals(DOCKER_HUB) ? Optional.empty() : endOf(name));
  }

  /** The longest suffix of a path that is a known name. */
  private Optional<ImageDefinition> endOf(String path) {
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      ImageDefinition image = byName.get(path.substring(slash + 1));
      if (image != null) {
        return Optional.of(image);
      }
    }
    return Optional.empty();
  }

  /** {@code rancher/mirrored-flannel-flannel} is {@code flannel/flannel}. */
  private Optional<ImageDefinition> mirrored(String path) {
    int prefix = path.indexOf(MIRRORED);
    if (prefix < 0) {
      return Optional.empty();
    }
    String name = path.substring(prefix + MIRRORED.length());
    for (int dash = name.indexOf('-'); dash >= 0; dash = name.indexOf('-', dash + 1)) {
      ImageDefinition image = byName.get(name.substring(0, dash) + "/" + name.substring(dash + 1));
      if (image != null) {
        return Optional.of(image);
      }
    }
    return Optional.ofNullable(byName.get(name.replaceFirst("^library-", "")));
  }

  /**
   * The files of an image, unpacked once for all nodes. On the loop only.
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
