package dev.cnilab.lab.capability;

import dev.cnilab.lab.network.Interface;
import dev.cnilab.lab.scene.Scene;
import dev.cnilab.lab.shell.Node;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.view.Cell;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pod's packet as seen on the wire between two nodes.
 *
 * @param frame the length of the whole frame, in bytes; 0 if it was not seen
 * @param inside the encapsulation, in words; empty if there is none
 * @param readable whether its payload is readable
 * @param mtu the MTU that pods assume, in bytes
 */
public record Wire(int frame, String inside, boolean readable, int mtu, Output output) {

  private static final int PAYLOAD = 300;
  private static final int IP_AND_ICMP = 28;
  private static final int ETHERNET = 14;

  /** The text that fills the pings, in the notation for ping's pattern below. */
  private static final String TEXT = "cni-lab.";

  private static final String TEXT_IN_HEX = "636e692d6c61622e";

  /** Marks a line about a TCP segment, which agents exchange but no tunnel uses. */
  private static final String TCP = ": Flags [";

  private static final Pattern LENGTH = Pattern.compile(", length (\\d+): (.*)");
  private static final Pattern UDP = Pattern.compile("\\S+ > \\d+(?:\\.\\d+){3}\\.(\\d+): .*");
  private static final Pattern ROUTE_MTU = Pattern.compile("^default .* mtu (\\d+)");

  /**
   * Pings from inside a pod until the other one answers, at most ten times, because agents may
   * still be discovering each other when pods become Ready. Then pings once more while capturing on
   * the node's link to the other node.
   */
  static Wire of(Scene scene, Pod from, Pod to) {
    Node here = scene.workloads().nodes().find(from.nodeName());
    Node there = scene.workloads().nodes().find(to.nodeName());
    String device =
        scene.probes().interfaces(here).list().stream()
            .filter(link -> link.ipv4().equals(here.ip()))
            .map(Interface::name)
            .findFirst()
            .orElse("eth0");
    Output seen = here.sh(line(device, from.ip(), to.ip(), there.ip()));
    return read(seen, to.ip(), mtu(scene, from));
  }

  private static String line(String device, String from, String to, String node) {
    return """
    for n in $(ip netns list | cut -d' ' -f1); do ip netns exec $n ip -o -4 addr show \
    | grep -qw %s && in=$n; done; for n in 1 2 3 4 5 6 7 8 9 10; \
    do ip netns exec $in ping -c 1 -W 1 %s >/dev/null && break; done; timeout 3 tcpdump -lnneA -i %s -c 1 \
    'not tcp and greater %d and (dst host %s or dst host %s)' 2>/dev/null & sleep 0.5; \
    ip netns exec $in ping -c 1 -W 1 -s %d -p %s %s >/dev/null; wait\
    """
        .formatted(from, to, device, PAYLOAD, to, node, PAYLOAD, TEXT_IN_HEX, to);
  }

  /** The MTU in effect; the default route's may be smaller than the interface's. */
  private static int mtu(Scene scene, Pod pod) {
    Matcher route = ROUTE_MTU.matcher(pod.sh("ip route show default").out());
    return route.find()
        ? Integer.parseInt(route.group(1))
        : scene.probes().interfaces(pod).find("eth0").map(Interface::mtu).orElse(0);
  }

  /** Parses tcpdump's output: one line about the frame, then its bytes as text. */
  static Wire read(Output seen, String to, int mtu) {
    Matcher line = LENGTH.matcher(seen.out());
    if (!line.find() || line.group(2).contains(TCP)) {
      return new Wire(0, "", false, mtu, seen);
    }
    return new Wire(
        Integer.parseInt(line.group(1)),
        inside(line.group(2), to),
        seen.out().contains(TEXT + TEXT),
        mtu,
        seen);
  }

  private static String inside(String packet, String to) {
    Matcher udp = UDP.matcher(packet);
    if (packet.contains("ESP(")) {
      return "ESP";
    }
    if (packet.contains(" > " + to + ": ICMP")) {
      return packet.indexOf(" > ") < packet.indexOf(" > " + to) ? "IP in IP" : "";
    }
    return udp.matches() ? "UDP to port " + udp.group(1) : "another protocol";
  }

  /** The length of the packet itself, in bytes. */
  static int packet() {
    return PAYLOAD + IP_AND_ICMP;
  }

  /** The encapsulation overhead per packet, in bytes. */
  public int overhead() {
    return frame == 0 ? 0 : frame - ETHERNET - packet();
  }

  Cell wrapping() {
    if (frame == 0) {
      return Cell.warning("not seen on the wire");
    }
    String value = overhead() == 0 ? "none" : overhead() + " bytes, " + inside;
    return Cell.of(
        "%s\n%d bytes have become %d on the wire; pods' mtu %d"
            .formatted(value, packet(), frame - ETHERNET, mtu));
  }

  Cell secrecy() {
    if (frame == 0) {
      return Cell.warning("not seen on the wire");
    }
    return readable
        ? Cell.bad("none\n'" + TEXT + "' can be read on the wire")
        : Cell.good("encrypted\n'" + TEXT + "' cannot be found on the wire");
  }
}
