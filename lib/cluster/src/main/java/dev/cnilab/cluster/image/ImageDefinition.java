package dev.cnilab.cluster.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
    return sha256("manifest of " + names.getFirst() + ":" + tag);
  }

  /** The digest of the configuration, which is the image's ID on a node. */
  public String id(String tag) {
    return sha256("configuration of " + names.getFirst() + ":" + tag);
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
