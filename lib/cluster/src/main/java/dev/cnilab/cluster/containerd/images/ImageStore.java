package dev.cnilab.cluster.containerd.images;

import dev.cnilab.cluster.containerd.config.CriConfig;
import dev.cnilab.cluster.containerd.config.RegistryHosts;
import dev.cnilab.cluster.containerd.daemon.ContainerdLog;
import dev.cnilab.cluster.cri.CriException;
import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.image.ImageCatalog;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.userland.file.FileTree;
import dev.cnilab.userland.file.inode.Layer;
import dev.cnilab.userland.process.Machine;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The images of a node. */
public final class ImageStore {
  private static final String SNAPSHOTS =
      "/var/lib/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/";

  private final Machine machine;
  private final ImageCatalog catalog;
  private final ImageRegistry registry;
  private final Supplier<CriConfig> setup;
  private final ContainerdLog log;
  private final Map<String, StoredImage> byId = new LinkedHashMap<>();
  private int snapshots;

  /**
   * An empty store.
   *
   * @param setup where registries are looked for
   */
  public ImageStore(
      Machine machine, ImageCatalog catalog, Supplier<CriConfig> setup, ContainerdLog log) {
    this.setup = setup;
    this.machine = machine;
    this.catalog = catalog;
    this.registry = new ImageRegistry(catalog);
    this.log = log;
  }

  /** The image with that name, ID or prefix of an ID, if it is present. */
  public Optional<StoredImage> find(String text) {
    String id = text.startsWith("sha256:") ? text : "sha256:" + text;
    for (StoredImage image : byId.values()) {
      if (id.length() > "sha256:".length() + 6 && image.id().startsWith(id)) {
        return Optional.of(image);
      }
    }
    try {
      ImageReference reference = ImageReference.parse(text);
      return byId.values().stream().filter(image -> image.isNamed(reference)).findFirst();
    } catch (CriException notAName) {
      return Optional.empty();
    }
  }

  public List<Image> list() {
    return byId.values().stream().map(StoredImage::toCri).toList();
  }

  public void remove(String text) {
    find(text).ifPresent(image -> byId.remove(image.id()));
  }

  /** Pulls an image; only missing parts are fetched. Blocks. */
  public StoredImage pull(String text) {
    ImageReference reference = ImageReference.parse(text);
    long begin = machine.loop().nanoTime();
    machine.loop().sleep(Duration.ofMillis(2));
    RegistryHosts hosts = setup.get().hosts(machine.files(), reference.registry());
    if (!hosts.problem().isEmpty()) {
      log.error("loading registry hosts", hosts.problem());
    }
    ImageDefinition definition = registry.resolve(reference, hosts.hosts());
    String version = reference.digest().isEmpty() ? reference.tag() : reference.digest();
    String digest = reference.digest().isEmpty() ? definition.digest(version) : reference.digest();
    String id = definition.id(version);
    if (!byId.containsKey(id)) {
      machine.loop().sleep(transfer(definition));
    }
    StoredImage image = byId.get(id);
    if (image == null) {
      image = new StoredImage(definition, id, unpacked(definition, version));
      byId.put(id, image);
    }
    boolean isNew = !image.isNamed(reference);
    image.addName(reference, digest);
    report(reference, image, digest, isNew ? "ImageCreate" : "ImageUpdate", begin);
    return image;
  }

  /** Some tens of milliseconds: 20, and one more for each two megabytes. */
  private static Duration transfer(ImageDefinition definition) {
    return Duration.ofMillis(20 + Math.min(40, definition.size() / 2_000_000));
  }

  private FileTree unpacked(ImageDefinition definition, String tag) {
    try {
      Layer layer = catalog.layer(definition, tag, machine.loop());
      return machine.disk().tree(SNAPSHOTS + ++snapshots + "/fs", layer);
    } catch (IOException full) {
      throw CriException.unknown(
          "failed to extract layer of " + definition.names().getFirst() + ": " + full.getMessage());
    }
  }

  private void report(
      ImageReference reference, StoredImage image, String digest, String event, long begin) {
    String labels = "\"  labels:{key:\"io.cri-containerd.image\"  value:\"managed\"}";
    String repoDigest = reference.name() + "@" + digest;
    log.info(event + " event name:\"" + reference + labels);
    log.info("stop pulling image " + reference + ": active requests=0, bytes read=0");
    log.info(event + " event name:\"" + image.id() + labels);
    log.info(
        "Pulled image \"%s\" with image id \"%s\", repo tag \"%s\", repo digest \"%s\", size \"%d\" in %s"
            .formatted(
                reference,
                image.id(),
                reference.digest().isEmpty() ? reference : "",
                repoDigest,
                image.definition().size(),
                milliseconds(machine.loop().nanoTime() - begin)));
    log.info(event + " event name:\"" + repoDigest + labels);
  }

  private static String milliseconds(long nanos) {
    String text = "%d.%06d".formatted(nanos / 1_000_000, nanos % 1_000_000);
    return text.replaceFirst("\\.?0+$", "") + "ms";
  }
}
