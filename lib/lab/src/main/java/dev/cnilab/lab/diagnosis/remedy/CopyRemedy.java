package dev.cnilab.lab.diagnosis.remedy;

import dev.cnilab.lab.diagnosis.evidence.ClusterPicture;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import java.util.List;
import java.util.Optional;

/** The command that gives a node the same file as all other nodes. */
public final class CopyRemedy {

  private CopyRemedy() {}

  /**
   * Copies a file from another node.
   *
   * @param section the file's content in a {@link NodePicture}
   * @param after a line to run on the node then
   * @return empty if the other nodes' files differ, or none has one
   */
  public static Optional<String> of(
      ClusterPicture picture, NodePicture node, String section, String path, String after) {
    List<NodePicture> others =
        picture.nodes().stream()
            .filter(other -> !other.name().equals(node.name()))
            .filter(other -> !other.lines(section).isEmpty())
            .toList();
    return others.stream().map(other -> other.lines(section)).distinct().count() == 1
        ? Optional.of(
            "./lab node %s -- \"echo $(./lab node %s -- 'base64 -w 0 %s') | base64 -d > %s; %s\""
                .formatted(node.name(), others.getFirst().name(), path, path, after))
        : Optional.empty();
  }
}
