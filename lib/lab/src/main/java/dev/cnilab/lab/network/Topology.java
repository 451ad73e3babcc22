package dev.cnilab.lab.network;

import dev.cnilab.lab.view.Shown;
import dev.cnilab.lab.view.Sketch;
import dev.cnilab.lab.view.View;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The pod network of several nodes as a picture: pods, veth pairs, bridge, tunnel, wire. */
public record Topology(List<VethPairs> nodes) implements Shown {

  private static final int POD_WIDTH = 116;
  private static final int GAP = 10;
  private static final int LEAST_WIDTH = 290;
  private static final int HEIGHT = 372;

  private static final int POD_Y = 50;
  private static final int POD_HEIGHT = 44;
  private static final int BRIDGE_Y = 150;
  private static final int TUNNEL_Y = 222;
  private static final int NIC_Y = 290;
  private static final int BOX_HEIGHT = 40;
  private static final int WIRE_Y = 358;

  public Topology {
    nodes = List.copyOf(nodes);
  }

  private static int width(VethPairs node) {
    return Math.max(LEAST_WIDTH, node.list().size() * (POD_WIDTH + GAP) + GAP);
  }

  @Override
  public View view() {
    int width = nodes.stream().mapToInt(node -> width(node) + 2 * GAP).sum();
    Sketch sketch = new Sketch(width, HEIGHT);
    int x = GAP;
    int before = 0;
    for (VethPairs node : nodes) {
      draw(sketch, node, x);
      int middle = x + width(node) / 2;
      if (before > 0) {
        sketch.tunnel(before + 75, TUNNEL_Y + 20, middle - 75, TUNNEL_Y + 20);
        sketch.line(before, WIRE_Y, middle, WIRE_Y);
      }
      before = middle;
      x += width(node) + 2 * GAP;
    }
    return View.empty()
        .drawing(
            "The pod network, node by node (dashed: the VXLAN tunnel, UDP 8472)",
            sketch.svg(),
            nodes.stream().map(Topology::inWords).collect(Collectors.joining(" ")));
  }

  private static void draw(Sketch sketch, VethPairs node, int x) {
    int width = width(node);
    int middle = x + width / 2;
    sketch.frame(x, 4, width, NIC_Y + BOX_HEIGHT + 4, node.node().name());
    Optional<Interface> bridge = node.links().find("cni0");
    int podX = x + GAP;
    for (VethPair pair : node.list()) {
      int centre = podX + POD_WIDTH / 2;
      sketch.box(podX, POD_Y, POD_WIDTH, POD_HEIGHT, pair.pod(), pair.podEnd().ipv4());
      String end = pair.nodeEnd().map(Interface::name).orElse("no veth");
      if (pair.isPlugged()) {
        sketch.line(centre, POD_Y + POD_HEIGHT, centre, BRIDGE_Y - 36);
        sketch.text(centre, BRIDGE_Y - 26, end);
        sketch.line(centre, BRIDGE_Y - 16, centre, BRIDGE_Y);
      } else {
        sketch.line(centre, POD_Y + POD_HEIGHT, centre, BRIDGE_Y - 36);
        sketch.text(centre, BRIDGE_Y - 26, end);
        sketch.cut(centre, BRIDGE_Y - 16, centre, BRIDGE_Y);
      }
      podX += POD_WIDTH + GAP;
    }
    sketch.box(x + GAP, BRIDGE_Y, width - 2 * GAP, BOX_HEIGHT, described("cni0", bridge));
    sketch.line(middle, BRIDGE_Y + BOX_HEIGHT, middle, TUNNEL_Y);
    sketch.box(
        middle - 75,
        TUNNEL_Y,
        150,
        BOX_HEIGHT,
        described("flannel.1", node.links().find("flannel.1")));
    sketch.line(middle, TUNNEL_Y + BOX_HEIGHT, middle, NIC_Y);
    sketch.box(middle - 75, NIC_Y, 150, BOX_HEIGHT, described("eth0", node.links().find("eth0")));
    sketch.line(middle, NIC_Y + BOX_HEIGHT, middle, WIRE_Y);
  }

  private static String[] described(String name, Optional<Interface> link) {
    return link.map(
            there ->
                new String[] {
                  there.name() + ", mtu " + there.mtu(),
                  there.addresses().isEmpty() ? "no address" : there.addresses().getFirst()
                })
        .orElse(new String[] {"no " + name});
  }

  private static String inWords(VethPairs node) {
    String pods =
        node.list().stream()
            .map(
                pair ->
                    "%s with %s, %s"
                        .formatted(
                            pair.pod(),
                            pair.podEnd().ipv4(),
                            pair.fault().isEmpty()
                                ? "plugged in by " + pair.nodeEnd().map(Interface::name).orElse("")
                                : "cut off: " + pair.fault()))
            .collect(Collectors.joining("; "));
    return "%s has the pods %s; below them %s, %s and %s."
        .formatted(
            node.node().name(),
            pods.isEmpty() ? "none" : pods,
            String.join(" ", described("cni0", node.links().find("cni0"))),
            String.join(" ", described("flannel.1", node.links().find("flannel.1"))),
            String.join(" ", described("eth0", node.links().find("eth0"))));
  }
}
