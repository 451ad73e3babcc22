package dev.cnilab.conformance.kubernetes.recorder;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The nodes of the cluster at hand, which scripts and transcripts call node-1 (the control plane)
 * and node-2, at 172.30.0.11 and 172.30.0.12.
 */
record NodeNames(List<Node> all) {
  /**
   * A node.
   *
   * @param what its components: kubelet, runtime, operating system, kernel
   */
  record Node(String name, String address, String what) {}

  /** The query for kubectl: a line for each node, those of the control plane first. */
  static final String QUESTION =
      "for of in '' '!'; do kubectl get nodes -l ${of}node-role.kubernetes.io/control-plane -o"
          + " jsonpath='{range .items[*]}{.metadata.name}{\"\\t\"}"
          + "{.status.addresses[?(@.type==\"InternalIP\")].address}{\"\\t\"}"
          + "{.status.nodeInfo.kubeletVersion}, {.status.nodeInfo.containerRuntimeVersion}, "
          + "{.status.nodeInfo.osImage}, {.status.nodeInfo.kernelVersion}{\"\\n\"}{end}'; done";

  /**
   * Parses the answer.
   *
   * @throws IllegalStateException if there are fewer nodes than transcripts use
   */
  static NodeNames of(String answer) {
    List<Node> nodes =
        answer
            .lines()
            .map(line -> line.split("\t", -1))
            .filter(fields -> fields.length == 3)
            .map(fields -> new Node(fields[0], fields[1], fields[2]))
            .toList();
    if (nodes.size() < 2) {
      throw new IllegalStateException(
          "a control plane and one more node are needed; kubectl get nodes answered: " + answer);
    }
    return new NodeNames(nodes);
  }

  /** The cluster's own name of a node. */
  String name(String called) {
    int number = Integer.parseInt(called.substring("node-".length()));
    if (number < 1 || number > all.size()) {
      throw new IllegalArgumentException(
          "there is no %s: the cluster has %d nodes".formatted(called, all.size()));
    }
    return all.get(number - 1).name();
  }

  /** A command of a script, as it has to be typed at this cluster. */
  String typed(String command) {
    String text = command;
    for (int i = 0; i < all.size(); i++) {
      text = replace(text, called(i), all.get(i).name());
      text = replace(text, address(i), all.get(i).address());
    }
    return text;
  }

  /** An answer of this cluster, as it appears in transcripts. */
  String told(String answer) {
    String text = answer;
    for (int i = 0; i < all.size(); i++) {
      text = replace(text, all.get(i).name(), called(i));
      text = replace(text, all.get(i).address(), address(i));
    }
    return text;
  }

  private static String called(int index) {
    return "node-" + (index + 1);
  }

  private static String address(int index) {
    return "172.30.0." + (11 + index);
  }

  private static String replace(String text, String from, String to) {
    return from.equals(to)
        ? text
        : Pattern.compile("(?<![\\w.])" + Pattern.quote(from) + "(?![-\\w]|\\.\\d)")
            .matcher(text)
            .replaceAll(java.util.regex.Matcher.quoteReplacement(to));
  }
}
