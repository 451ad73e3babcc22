package dev.cnilab.lab.diagnosis.route;

import dev.cnilab.lab.client.message.Json;
import dev.cnilab.lab.diagnosis.evidence.NodePicture;
import java.util.Optional;

/** What flannel's agent on a node has published about it: the annotations of the Node. */
final class FlannelNode {
  private static final String ANNOTATION = "/metadata/annotations/flannel.alpha.coreos.com~1";

  private FlannelNode() {}

  /** The link-layer address of the node's tunnel end. */
  static Optional<String> address(NodePicture node) {
    return ofTheTunnel(node, "VtepMAC");
  }

  /** The number of the tunnel's network. */
  static Optional<String> vni(NodePicture node) {
    return ofTheTunnel(node, "VNI");
  }

  private static Optional<String> ofTheTunnel(NodePicture node, String field) {
    String data = annotation(node, "backend-data");
    try {
      return data.isEmpty()
          ? Optional.empty()
          : Optional.of(Json.parse(data).text("/" + field)).filter(text -> !text.isEmpty());
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  /** How packets travel between nodes, "" if its agent has not said so. */
  static String backend(NodePicture node) {
    return annotation(node, "backend-type");
  }

  /** The address at which the other agents look for the node, "" if there is none. */
  static String publicIp(NodePicture node) {
    return annotation(node, "public-ip");
  }

  /** Whether the others look for it at an address that is not its own. */
  static boolean isElsewhere(NodePicture node) {
    return !publicIp(node).isEmpty() && !publicIp(node).equals(node.node().ip());
  }

  private static String annotation(NodePicture node, String name) {
    return node.node().object().text(ANNOTATION + name);
  }
}
