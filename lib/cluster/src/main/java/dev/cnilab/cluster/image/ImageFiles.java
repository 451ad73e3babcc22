package dev.cnilab.cluster.image;

import dev.cnilab.userland.file.mount.MountNamespace;
import java.io.IOException;

/** Fills an image's root directory. */
@FunctionalInterface
public interface ImageFiles {
  /**
   * Writes all files.
   *
   * @param root an empty root directory
   * @param tag of the image, such as {@code v1.37.2}
   */
  void unpack(MountNamespace root, String tag) throws IOException;
}
