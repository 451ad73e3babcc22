package dev.cnilab.netsim.link;

import dev.cnilab.netsim.address.MacAddress;
import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.loop.EventLoop;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The links of one namespace. */
public final class Links {
  private final String namespace;
  private final EventLoop loop;
  private final TreeMap<Integer, Link> byIndex = new TreeMap<>();
  private final Loopback loopback;
  private int lastIndex;

  public Links(String namespace, EventLoop loop) {
    this.namespace = namespace;
    this.loop = loop;
    this.loopback = new Loopback(this);
    byIndex.put(1, loopback);
    lastIndex = 1;
  }

  /** The name of the namespace, as traces show it. */
  public String namespace() {
    return namespace;
  }

  public Loopback loopback() {
    return loopback;
  }

  /** All links by their index. */
  public List<Link> all() {
    return List.copyOf(byIndex.values());
  }

  public Optional<Link> find(String name) {
    return byIndex.values().stream().filter(link -> link.name().equals(name)).findFirst();
  }

  public Optional<Link> find(int index) {
    return Optional.ofNullable(byIndex.get(index));
  }

  /**
   * Adds a pair; its addresses are random until they are set.
   *
   * @param peerLinks the namespace of the other end, often this one
   * @throws ErrnoException EEXIST if a name is taken, EINVAL if one is not well-formed
   */
  public Veth addVeth(String name, Links peerLinks, String peerName) {
    peerLinks.checkName(peerName);
    Veth peer = new Veth(peerLinks, peerLinks.nextIndex(), peerName, randomAddress());
    peerLinks.byIndex.put(peer.index(), peer);
    checkName(name);
    Veth veth = new Veth(this, nextIndex(), name, randomAddress());
    byIndex.put(veth.index(), veth);
    veth.pair(peer);
    return veth;
  }

  /** Adds a bridge; errors as {@link #addVeth}. */
  public Bridge addBridge(String name) {
    checkName(name);
    Bridge bridge = new Bridge(this, nextIndex(), name, randomAddress());
    byIndex.put(bridge.index(), bridge);
    return bridge;
  }

  /** Adds a VXLAN link; errors as {@link #addVeth}. */
  public Vxlan addVxlan(String name, VxlanSettings settings) {
    checkName(name);
    Vxlan vxlan = new Vxlan(this, nextIndex(), name, randomAddress(), settings);
    byIndex.put(vxlan.index(), vxlan);
    return vxlan;
  }

  /** Adds a network card that is plugged into a segment; errors as {@link #addVeth}. */
  public Nic addNic(String name, Segment segment) {
    checkName(name);
    Nic nic = new Nic(this, nextIndex(), name, randomAddress(), segment);
    byIndex.put(nic.index(), nic);
    segment.plug(nic);
    return nic;
  }

  private MacAddress randomAddress() {
    return MacAddress.random(loop.random());
  }

  void checkName(String name) {
    if (name.isEmpty()
        || name.length() > 15
        || name.equals(".")
        || name.equals("..")
        || name.chars().anyMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c))) {
      throw new ErrnoException(Errno.EINVAL);
    }
    if (find(name).isPresent()) {
      throw new ErrnoException(Errno.EEXIST);
    }
  }

  int nextIndex() {
    do {
      lastIndex++;
    } while (byIndex.containsKey(lastIndex));
    return lastIndex;
  }

  void remove(Link link) {
    byIndex.remove(link.index());
  }

  int add(Link link) {
    int index = byIndex.containsKey(link.index()) ? nextIndex() : link.index();
    byIndex.put(index, link);
    return index;
  }
}
