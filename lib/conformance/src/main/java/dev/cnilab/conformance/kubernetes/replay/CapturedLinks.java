package dev.cnilab.conformance.kubernetes.replay;

import dev.cnilab.cluster.Cluster;
import dev.cnilab.cluster.node.Node;
import dev.cnilab.conformance.kubernetes.capture.Transcript;
import dev.cnilab.conformance.kubernetes.comparison.NodeNamePairs;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Nic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The links between the captured nodes, whose other ends are in a namespace of their own there:
 * what was typed in that namespace is applied to the links here.
 */
record CapturedLinks(Cluster cluster) {
  private static final Pattern MTU = Pattern.compile("ip link set (node-\\d) mtu (\\d+)");

  /** Sets the MTU that was typed. */
  void change(Transcript.Typed typed) {
    for (Matcher given = MTU.matcher(typed.command()); given.find(); ) {
      Node node = cluster.node(NodeNamePairs.ours(given.group(1))).orElseThrow();
      plug(node, Integer.parseInt(given.group(2)));
    }
  }

  /** A remark that the fault is gone also applies to the links. */
  void note(Transcript.Noted noted) {
    if (noted.what().contains("mended")) {
      cluster.nodes().forEach(node -> plug(node, Integer.MAX_VALUE));
    }
  }

  private void plug(Node node, int mtu) {
    cluster
        .loop()
        .call(
            () -> {
              Link eth0 = node.machine().networkNamespace().links().find("eth0").orElseThrow();
              ((Nic) eth0).plugWith(mtu);
              return true;
            });
  }
}
