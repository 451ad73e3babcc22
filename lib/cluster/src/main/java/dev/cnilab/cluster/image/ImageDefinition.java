package dev.cnilab.cluster.image;

import dev.cnilab.cluster.object.Digest;
import java.util.List;
import java.util.regex.Pattern;

/**
 * An image that can be pulled.
 *
 * @param names its repositories, without a registry: {@code nicolaka/netshoot}
 * @param tags the existing tags
 * @param size of the compressed layers in bytes
 */
public record ImageDefinition(
    List<String> names, Pattern tags, long size, ImageConfig config, ImageFiles files) {

  /** The digest of the manifest; the same on every node and in every registry. */
  public String digest(String tag) {
    return "sha256:" + Digest.SHA_256.hex("manifest of " + names.getFirst() + ":" + tag);
  }

  /** The digest of the configuration, which is the image's ID on a node. */
  public String id(String tag) {
    return "sha256:" + Digest.SHA_256.hex("configuration of " + names.getFirst() + ":" + tag);
  }
}
