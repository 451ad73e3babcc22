package dev.cnilab.cluster.containerd.images;

import dev.cnilab.cluster.cri.message.Image;
import dev.cnilab.cluster.image.ImageDefinition;
import dev.cnilab.userland.file.FileTree;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** An image that is present on the node, unpacked. */
public final class StoredImage {
  private final ImageDefinition definition;
  private final String id;
  private final FileTree root;
  private final Set<String> tags = new LinkedHashSet<>();
  private final Set<String> digests = new LinkedHashSet<>();

  StoredImage(ImageDefinition definition, String id, FileTree root) {
    this.definition = definition;
    this.id = id;
    this.root = root;
  }

  /** The digest of its configuration, {@code sha256:…}. */
  public String id() {
    return id;
  }

  public ImageDefinition definition() {
    return definition;
  }

  /** Its files; they are shared and must not be changed. */
  public FileTree root() {
    return root;
  }

  /** What a pod shows as {@code image}: the first name under which it was pulled. */
  public String name() {
    return tags.isEmpty() ? digests.iterator().next() : tags.iterator().next();
  }

  /** What a pod shows as {@code imageID}. */
  public String repoDigest() {
    return digests.iterator().next();
  }

  void addName(ImageReference reference, String digest) {
    if (reference.digest().isEmpty()) {
      tags.add(reference.toString());
    }
    digests.add(reference.name() + "@" + digest);
  }

  boolean isNamed(ImageReference reference) {
    return tags.contains(reference.toString()) || digests.contains(reference.toString());
  }

  public Image toCri() {
    return new Image(
        id, List.copyOf(tags), List.copyOf(digests), definition.size(), definition.config().user());
  }
}
