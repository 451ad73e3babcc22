package dev.cnilab.lab.network;

import dev.cnilab.lab.error.LabException;
import dev.cnilab.lab.error.Suggestions;
import dev.cnilab.lab.shell.Output;
import dev.cnilab.lab.shell.Place;
import dev.cnilab.lab.shell.Pod;
import dev.cnilab.lab.workload.Workloads;

/** Runs network commands in pods and on nodes, and parses their output. */
public final class Probes {

  private static final String ADDRESS = "\\d+(\\.\\d+){3}";

  private final Workloads workloads;

  public Probes(Workloads workloads) {
    this.workloads = workloads;
  }

  /**
   * Pings.
   *
   * @param to a pod's name or an address
   * @param options of ping: {@code -c 3}
   */
  public Ping ping(Place from, String to, String options) {
    return Ping.read(from.name(), to, from.sh("ping " + options + " " + address(to)));
  }

  public Interfaces interfaces(Place place) {
    return Interfaces.read(place.name(), place.sh("ip addr show"));
  }

  public Routes routes(Place place) {
    return Routes.read(place.name(), place.sh("ip route show"));
  }

  public Neighbours neighbours(Place place) {
    return Neighbours.read(place.name(), place.sh("ip neigh show"));
  }

  /** A service's journal on a node. */
  public Output journal(Place node, String unit, int lines) {
    return node.sh("journalctl -u " + unit + " --no-pager -n " + lines);
  }

  /** The address of a pod, or the address itself. */
  public String address(String podOrAddress) {
    if (podOrAddress.matches(ADDRESS)) {
      return podOrAddress;
    }
    Pod pod = workloads.pod(podOrAddress);
    if (pod.ip().isEmpty()) {
      throw LabException.of(
          "could not address pod " + pod.name(),
          "it has no address; it is " + pod.state(),
          Suggestions.diagnose(pod.name()));
    }
    return pod.ip();
  }
}
