package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.loop.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forwarding database of a VXLAN link: which MAC address is behind which VTEP. */
public final class VxlanFdb {
  /** The heap bytes of an entry, about. */
  private static final int BYTES = 200;

  private final EventLoop loop;
  private final TableMemory.Entries memory;
  private final Map<MacAddress, List<Remote>> known = new LinkedHashMap<>();
  private long ageing;

  /**
   * Where frames to a MAC address are sent; the all-zeros address stands for all others.
   *
   * @param port the UDP port there; 0 for the link's own
   * @param vni the identifier there, 24 bits; 0 for the link's own
   * @param via the underlay link given with the VTEP; null for none
   * @param learnedAt when a frame last came from there, in nanoseconds of the loop's clock; -1 for
   *     an entry of {@code bridge fdb}
   */
  public record Remote(
      MacAddress address, Ipv4Address vtep, int port, int vni, @Nullable Link via, long learnedAt) {
    /** An entry of {@code bridge fdb} with the link's own port. */
    public Remote(MacAddress address, Ipv4Address vtep, @Nullable Link via) {
      this(address, vtep, 0, 0, via, -1);
    }

    /** The same entry with another UDP port. */
    public Remote withPort(int other) {
      return new Remote(address, vtep, other, vni, via, learnedAt);
    }

    /** The same entry with another identifier. */
    public Remote withVni(int other) {
      return new Remote(address, vtep, port, other, via, learnedAt);
    }

    private boolean isSamePlace(Remote other) {
      return vtep.equals(other.vtep) && port == other.port && vni == other.vni && via == other.via;
    }

    public boolean isLearned() {
      return learnedAt >= 0;
    }
  }

  VxlanFdb(EventLoop loop, TableMemory memory, Duration ageing) {
    this.memory = memory.entries(BYTES);
    this.loop = loop;
    this.ageing = ageing.toNanos();
  }

  /** Sets the ageing time of learned entries. */
  void setAgeing(Duration time) {
    ageing = time.toNanos();
  }

  /** All entries, in the order in which they were added. */
  public List<Remote> list() {
    known.keySet().stream().toList().forEach(this::remotes);
    return known.values().stream().flatMap(List::stream).toList();
  }

  /**
   * Like {@code bridge fdb add}.
   *
   * @throws ErrnoException EEXIST if the address has an entry, ENOMEM if there is no memory for it
   */
  public void add(Remote entry) {
    Caller.requireAdministrator();
    if (!remotes(entry.address()).isEmpty()) {
      throw new ErrnoException(Errno.EEXIST);
    }
    replace(entry);
  }

  /**
   * Like {@code bridge fdb append}: adds a VTEP for a group address; a unicast address keeps its
   * first one.
   */
  public void append(MacAddress address, Ipv4Address vtep) {
    append(new Remote(address, vtep, null));
  }

  /** Like {@link #append(MacAddress, Ipv4Address)}. */
  public void append(Remote entry) {
    Caller.requireAdministrator();
    MacAddress address = entry.address();
    List<Remote> present = remotes(address);
    boolean group = address.isMulticast() || address.equals(MacAddress.ZERO);
    if (present.isEmpty() || group) {
      List<Remote> more = new ArrayList<>(present);
      more.removeIf(entry::isSamePlace);
      more.add(entry);
      put(address, List.copyOf(more));
    }
  }

  /** Like {@code bridge fdb replace}: makes this the only VTEP of the address. */
  public void replace(MacAddress address, Ipv4Address vtep) {
    replace(new Remote(address, vtep, null));
  }

  /** Like {@link #replace(MacAddress, Ipv4Address)}. */
  public void replace(Remote entry) {
    Caller.requireAdministrator();
    put(entry.address(), List.of(entry));
  }

  /**
   * Like {@code bridge fdb del} without {@code dst}: deletes all entries of an address.
   *
   * @throws ErrnoException ENOENT if there are none
   */
  public void remove(MacAddress address) {
    Caller.requireAdministrator();
    if (remotes(address).isEmpty()) {
      throw new ErrnoException(Errno.ENOENT);
    }
    put(address, List.of());
  }

  /** Like {@code bridge fdb del … dst}; errors as {@link #remove(MacAddress)}. */
  public void remove(MacAddress address, Ipv4Address vtep) {
    remove(new Remote(address, vtep, null));
  }

  /**
   * Like {@link #remove(MacAddress, Ipv4Address)}: entries of the address with other VTEPs stay.
   */
  public void remove(Remote entry) {
    Caller.requireAdministrator();
    List<Remote> present = remotes(entry.address());
    List<Remote> kept = present.stream().filter(each -> !each.isSamePlace(entry)).toList();
    if (kept.isEmpty()) {
      remove(entry.address());
    } else {
      put(entry.address(), kept);
    }
  }

  /** Deletes all entries of an address, without a privilege check. */
  void forget(MacAddress address) {
    put(address, List.of());
  }

  private void put(MacAddress address, List<Remote> remotes) {
    memory.add((long) remotes.size() - known.getOrDefault(address, List.of()).size());
    if (remotes.isEmpty()) {
      known.remove(address);
    } else {
      known.put(address, remotes);
    }
  }

  /** The VTEPs of an address, without learned entries that have expired. */
  List<Remote> remotes(MacAddress address) {
    List<Remote> remotes = known.getOrDefault(address, List.of());
    long oldest = loop.nanoTime() - ageing;
    if (remotes.isEmpty() || !remotes.get(0).isLearned() || remotes.get(0).learnedAt() > oldest) {
      return remotes;
    }
    put(address, List.of());
    return List.of();
  }

  /** Learns the VTEP of an address; false if a static entry contradicts it (vxlan_snoop). */
  boolean learns(MacAddress source, Ipv4Address vtep) {
    List<Remote> remotes = remotes(source);
    if (remotes.stream().anyMatch(each -> !each.isLearned() && !each.vtep().equals(vtep))) {
      return false;
    }
    if (remotes.stream().allMatch(Remote::isLearned) && memory.fit(1)) {
      put(source, List.of(new Remote(source, vtep, 0, 0, null, loop.nanoTime())));
    }
    return true;
  }
}
