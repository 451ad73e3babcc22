package dev.cnilab.cluster.kubelet.volume.content;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A file to be put into a volume. */
public final class VolumeFile {
  private final byte[] content;
  private final int permissions;

  VolumeFile(byte[] content, int permissions) {
    this.content = content.clone();
    this.permissions = permissions;
  }

  static VolumeFile of(String content, int permissions) {
    return new VolumeFile(content.getBytes(StandardCharsets.UTF_8), permissions);
  }

  byte[] content() {
    return content.clone();
  }

  int permissions() {
    return permissions;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VolumeFile file
        && permissions == file.permissions
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(content) + permissions;
  }
}
