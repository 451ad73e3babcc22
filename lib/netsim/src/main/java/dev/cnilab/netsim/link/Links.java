package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.caller.Caller;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.netsim.kernel.Mib;
import dev.cnilab.netsim.kernel.TableMemory;
import dev.cnilab.netsim.loop.EventLoop;
import dev.cnilab.netsim.sysctl.Sysctl;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The links of one namespace. */
public final class Links {
  /** The number of characters that a name may have (IFNAMSIZ, without the final zero). */
  public static final int LONGEST_NAME = 15;

  private final String namespace;
  private final EventLoop loop;
  private final Linkwatch linkwatch;
  private final Sysctl sysctl;
  private final LinkMemory memory;
  private final NetworkLayer layer;
  private final TreeMap<Integer, Link> byIndex = new TreeMap<>();
  private final LinkNames names = new LinkNames();
  private final TunnelTable tunnels = new TunnelTable();
  private final Loopback loopback;
  private final PeerIds peers = new PeerIds(this);
  private final Mib mib = new Mib();
  private final LinkListeners listeners = new LinkListeners();
  private int lastIndex;
  private int lastQdisc = 0x8000;

  /**
   * Creates the links of a new namespace: only lo.
   *
   * @param layer creates the network layer that receives the packets of these links
   */
  public Links(
      String namespace,
      EventLoop loop,
      Linkwatch linkwatch,
      Sysctl sysctl,
      TableMemory memory,
      Function<Links, NetworkLayer> layer) {
    this.namespace = namespace;
    this.loop = loop;
    this.linkwatch = linkwatch;
    this.sysctl = sysctl;
    this.memory = LinkMemory.of(memory);
    this.layer = layer.apply(this);
    this.loopback = new Loopback(this);
  }

  /** The namespace's name, as traces show it. */
  public String namespace() {
    return namespace;
  }

  public EventLoop loop() {
    return loop;
  }

  /** The next automatic major number of a queueing discipline (qdisc_alloc_handle). */
  int nextQdisc() {
    return ++lastQdisc;
  }

  /** What the protocols over these links count. */
  public Mib mib() {
    return mib;
  }

  public LinkMemory memory() {
    return memory;
  }

  Linkwatch linkwatch() {
    return linkwatch;
  }

  /** The IDs of other namespaces in this one (nsid). */
  public PeerIds peers() {
    return peers;
  }

  /**
   * The ID of another namespace in this one: allocated when it is first needed, as for the other
   * end of a link, and kept until that namespace ends.
   */
  public int idOf(Links other) {
    return peers.of(other);
  }

  Sysctl sysctl() {
    return sysctl;
  }

  NetworkLayer layer() {
    return layer;
  }

  public Loopback loopback() {
    return loopback;
  }

  /** All links, ordered by index. */
  public List<Link> all() {
    return List.copyOf(byIndex.values());
  }

  /** The link with that name or alternative name. */
  public Optional<Link> find(String name) {
    return names.find(name);
  }

  public Optional<Link> find(int index) {
    return Optional.ofNullable(byIndex.get(index));
  }

  /**
   * Adds a veth pair, whose MAC addresses are random until they are set.
   *
   * @param peerLinks the namespace of the other end, often this one
   * @throws ErrnoException EEXIST if a name is taken, EINVAL if one is invalid, ENOMEM if there is
   *     no memory for them
   */
  public Veth addVeth(String name, Links peerLinks, String peerName) {
    Caller.requireAdministrator();
    peerLinks.admit(peerName);
    admit(name);
    if (peerLinks == this && name.equals(peerName)) {
      throw new ErrnoException(Errno.EEXIST);
    }
    Veth peer = peerLinks.added(new Veth(peerLinks, peerName, randomAddress()));
    Veth veth = new Veth(this, name, randomAddress());
    veth.pair(peer);
    linkwatch.fire(veth, peer);
    return added(veth);
  }

  /** Adds a bridge; errors as {@link #addVeth}. */
  public Bridge addBridge(String name) {
    Caller.requireAdministrator();
    admit(name);
    return added(new Bridge(this, name, randomAddress()));
  }

  /** Adds an Open vSwitch datapath; errors as {@link #addVeth}. */
  public Datapath addDatapath(String name) {
    Caller.requireAdministrator();
    admit(name);
    return added(new Datapath(this, name, randomAddress()));
  }

  /**
   * Adds a VXLAN link; errors as {@link #addVeth}.
   *
   * @throws ErrnoException EEXIST if there is one with this identifier and port
   */
  public Vxlan addVxlan(String name, VxlanSettings settings) {
    Caller.requireAdministrator();
    admit(name);
    if (tunnels.vxlan(settings.port(), settings.vni()).isPresent()) {
      throw new ErrnoException(
          Errno.EEXIST, "A VXLAN device with the specified VNI already exists");
    }
    return added(new Vxlan(this, name, randomAddress(), settings));
  }

  /**
   * Adds an IPIP link; errors as {@link #addVeth}.
   *
   * @param local the outer source; null for any
   * @param remote the outer destination; null for the next hop of each packet
   */
  public Ipip addIpip(String name, @Nullable Ipv4Address local, @Nullable Ipv4Address remote) {
    Caller.requireAdministrator();
    admit(name);
    return added(new Ipip(this, name, local, remote));
  }

  /** Adds a dummy link; errors as {@link #addVeth}. */
  public Dummy addDummy(String name) {
    Caller.requireAdministrator();
    admit(name);
    return added(new Dummy(this, name, randomAddress()));
  }

  /** Adds a macvlan link on a lower link; errors as {@link Stacked#base}. */
  public Macvlan addMacvlan(String name, Link lower, Macvlan.Mode mode) {
    Caller.requireAdministrator();
    admit(name);
    return added(
        new Macvlan(this, name, randomAddress(), Stacked.base(lower, Macvlan.class), mode));
  }

  /** Adds an ipvlan link on a lower link; errors as {@link #addMacvlan}. */
  public Ipvlan addIpvlan(String name, Link lower) {
    Caller.requireAdministrator();
    admit(name);
    return added(new Ipvlan(this, name, Stacked.base(lower, Ipvlan.class)));
  }

  /** Adds a network card attached to a segment; errors as {@link #addVeth}. */
  public Nic addNic(String name, Segment segment) {
    return addNic(name, randomAddress(), segment);
  }

  /** Like {@link #addNic(String, Segment)}, with the card's permanent address. */
  public Nic addNic(String name, MacAddress address, Segment segment) {
    admit(name);
    return added(new Nic(this, name, address, segment));
  }

  private MacAddress randomAddress() {
    return MacAddress.random(loop.random());
  }

  /** The tunnels whose outer packets this namespace sends and receives. */
  public TunnelTable tunnels() {
    return tunnels;
  }

  /**
   * Checks that a new link can have a name.
   *
   * @throws ErrnoException EEXIST if it is taken, EINVAL if it is invalid, ENOMEM if there is no
   *     memory for a pair of links
   */
  void admit(String name) {
    checkName(name);
    memory.links().require(2);
  }

  void checkName(String name) {
    Registration.requireValid(name);
    names.requireFree(name);
  }

  /** The next free index after the last one allocated. */
  int nextIndex() {
    do {
      lastIndex++;
    } while (byIndex.containsKey(lastIndex));
    return lastIndex;
  }

  LinkNames names() {
    return names;
  }

  void remove(Link link) {
    byIndex.remove(link.index());
    memory.links().add(-1);
    names.remove(link.name());
    link.alternativeNames().list().forEach(names::remove);
    sysctl.removeLink(link.name());
    listeners.removed(link);
  }

  public LinkListeners listeners() {
    return listeners;
  }

  private <T extends Link> T added(T link) {
    listeners.forEach(listener -> listener.linkAdded(link));
    return link;
  }

  /** Adds a link, under the requested index if that is free; returns its index. */
  int add(Link link, String name, int wished) {
    memory.links().add(1);
    int index = byIndex.containsKey(wished) ? nextIndex() : wished;
    byIndex.put(index, link);
    names.put(name, link);
    return index;
  }

  /** Deletes all links, at the end of the namespace. */
  public void close() {
    for (Link link : all()) {
      if (link.exists() && link != loopback) {
        link.delete();
      }
    }
    peers.close();
  }
}
