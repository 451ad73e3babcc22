package dev.cnilab.cluster.cri;

import dev.cnilab.cluster.cri.message.Image;
import java.util.List;
import java.util.Optional;

/** The image service of one node; calls are as those of {@link CriRuntime}. */
public interface CriImages {
  /**
   * Pulls an image. Blocks for some tens of milliseconds the first time.
   *
   * @param image a name as written in a pod, such as {@code nginx}
   * @return the reference to create containers with
   */
  String pull(String image);

  /** The image with that name or reference, if it is present on the node. */
  Optional<Image> status(String image);

  List<Image> list();

  /** Removes an image; does nothing if it is not present. */
  void remove(String image);
}
