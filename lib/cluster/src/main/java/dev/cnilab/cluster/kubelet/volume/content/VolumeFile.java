package dev.cnilab.cluster.kubelet.volume.content;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A file for a volume. Its text is shared with the object it comes from, as thousands of pods may
 * use it.
 *
 * @param charset for writing the text; ISO 8859-1 for binary content
 */
public record VolumeFile(String text, Charset charset, int permissions, int owner) {
  private static final int ROOT = 0;

  static VolumeFile of(byte[] content, int permissions) {
    return new VolumeFile(
        new String(content, StandardCharsets.ISO_8859_1),
        StandardCharsets.ISO_8859_1,
        permissions,
        ROOT);
  }

  static VolumeFile of(String content, int permissions) {
    return new VolumeFile(content, StandardCharsets.UTF_8, permissions, ROOT);
  }

  VolumeFile withPermissions(int others) {
    return new VolumeFile(text, charset, others, owner);
  }

  VolumeFile ownedBy(int user) {
    return new VolumeFile(text, charset, permissions, user);
  }

  byte[] content() {
    return text.getBytes(charset);
  }
}
