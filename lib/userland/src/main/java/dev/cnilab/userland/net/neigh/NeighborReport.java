package dev.cnilab.userland.net.neigh;

import dev.cnilab.netsim.link.Link;
import dev.cnilab.netsim.neighbor.NeighborEntry;
import dev.cnilab.netsim.neighbor.NeighborState;
import dev.cnilab.netsim.neighbor.NeighborStatistics;
import dev.cnilab.userland.net.command.iproute.CommandReport;
import dev.cnilab.userland.net.command.iproute.IprouteInvocation;
import java.util.Optional;

/** Prints a neighbor as {@code ip neigh} does (print_neigh). */
public record NeighborReport(IprouteInvocation invocation) {
  /** Prints an entry with the name of its link. */
  public void print(NeighborEntry entry) {
    print(entry, Optional.of(entry.link()));
  }

  /** Prints an entry whose link was given on the command line. */
  void printWithoutLink(NeighborEntry entry) {
    print(entry, Optional.empty());
  }

  private void print(NeighborEntry entry, Optional<Link> link) {
    CommandReport out = invocation.report();
    out.openObject();
    if (invocation.settings().brief()) {
      out.field("dst", "%-39s ", entry.address());
      link.ifPresent(device -> out.field("dev", "%-16s ", device.name()));
      if (entry.mac() != null) {
        out.field("lladdr", "%s", entry.mac());
      }
    } else {
      out.field("dst", "%s ", entry.address());
      link.ifPresent(device -> out.field("dev", "dev %s ", device.name()));
      if (entry.mac() != null) {
        out.field("lladdr", "lladdr %s ", entry.mac());
      }
      if (invocation.settings().isBusybox()) {
        busyboxStatistics(entry);
      } else if (invocation.settings().statistics() > 0) {
        statistics(entry.statistics());
      }
      if (entry.state() != NeighborState.NONE) {
        out.openArray("state").element("%s ", entry.state().name()).closeArray();
      }
    }
    out.text("\n").closeObject();
  }

  private void statistics(NeighborStatistics statistics) {
    CommandReport out = invocation.report();
    if (statistics.references() > 0) {
      out.field("refcnt", " ref %d", statistics.references());
    }
    out.field("used", " used %d", statistics.used().toSeconds());
    out.field("confirmed", "/%d", statistics.confirmed().toSeconds());
    out.field("updated", "/%d", statistics.updated().toSeconds());
    out.field("probes", "probes %d ", statistics.probes());
  }

  /**
   * The statistics that busybox always prints; it takes the kernel's times for far shorter ones.
   */
  private void busyboxStatistics(NeighborEntry entry) {
    int references = entry.statistics().references();
    invocation
        .report()
        .text(
            (entry.mac() == null ? " " : "")
                + (references > 0 ? "ref " + references + " " : "")
                + ("used 0/0/0 probes " + entry.statistics().probes() + " "));
  }
}
