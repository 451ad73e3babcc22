package dev.cnilab.userland.net.capture;

import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.link.Loopback;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The output of {@code tcpdump -D}; pcap_findalldevs(3). */
final class CaptureInterfaces {
  private static final String ANY = "any (Pseudo-device that captures on all interfaces)";

  private CaptureInterfaces() {}

  /**
   * An interface with its flags; the rank puts running ones first and the loopback among the last.
   */
  private record Entry(String name, String flags, int rank) {
    static Entry of(Link link) {
      boolean loopback = link instanceof Loopback;
      boolean running = link.isUp() && link.hasCarrier();
      String state = !link.isUp() ? "none" : running ? "Up, Running" : "Up";
      String kind = loopback ? "Loopback" : running ? "Connected" : "Disconnected";
      boolean bare = loopback && !link.isUp();
      return new Entry(
          link.name(),
          bare ? "Loopback" : state + ", " + kind,
          !link.isUp() ? 4 : !running ? 3 : loopback ? 2 : 0);
    }
  }

  static String list(NetworkNamespace network) {
    List<Entry> entries = new ArrayList<>();
    network.links().all().forEach(link -> entries.add(Entry.of(link)));
    entries.add(new Entry(ANY, "Up, Running", 1));
    entries.sort(Comparator.comparingInt(Entry::rank));
    StringBuilder text = new StringBuilder();
    for (Entry each : entries) {
      int number = entries.indexOf(each) + 1;
      text.append(number).append('.').append(each.name());
      text.append(" [").append(each.flags()).append("]\n");
    }
    return text.toString();
  }
}
