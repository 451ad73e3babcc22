package dev.cnilab.netsim.link;

/** Whether a link is up, and whether it has a carrier (net/core/link_watch.c). */
public final class LinkState {
  private final Link link;
  private boolean up;
  private boolean activated;
  private boolean carrierSeen;
  private int carrierChanges;

  LinkState(Link link) {
    this.link = link;
  }

  /** Whether it is administratively up (IFF_UP). */
  public boolean isUp() {
    return up;
  }

  /** Whether it has ever been up in this namespace; it has a queueing discipline from then on. */
  public boolean isActivated() {
    return activated;
  }

  /** How often the carrier came or went; always 0 for links without a carrier of their own. */
  public int carrierChanges() {
    return carrierChanges;
  }

  void setUp() {
    if (!up) {
      up = true;
      activated = true;
      changed(LinkChange.UP);
    }
  }

  void setDown() {
    if (up) {
      up = false;
      link.inet6().remove();
      changed(LinkChange.DOWN);
    }
  }

  private void changed(LinkChange change) {
    link.announce();
    link.links().layer().linkChanged(link, change);
    carrierMayHaveChanged();
  }

  /** Called when the link was moved to another namespace, where it has never been up. */
  void moved() {
    activated = false;
  }

  /** Notifies dependents if the carrier came or went, at either end of a veth pair. */
  void carrierMayHaveChanged() {
    compareCarrier();
    link.otherEnd().filter(Link::isUp).ifPresent(other -> other.state().compareCarrier());
  }

  private void compareCarrier() {
    boolean carrier = up && link.hasCarrier();
    if (carrier != carrierSeen) {
      carrierSeen = carrier;
      countCarrierChange();
      link.carrierChanged();
      if (carrier) {
        link.inet6().carrierFound();
      }
      link.links()
          .layer()
          .linkChanged(link, carrier ? LinkChange.CARRIER_FOUND : LinkChange.CARRIER_LOST);
      if (up) {
        link.announce();
      }
      link.master().ifPresent(Bridge::portsChanged);
      link.uppers().list().forEach(each -> each.state().carrierMayHaveChanged());
    }
  }

  void countCarrierChange() {
    switch (link) {
      case Veth veth -> carrierChanges++;
      case Bridge bridge -> carrierChanges++;
      case Nic nic -> carrierChanges++;
      case Loopback loopback -> {}
      case Vxlan vxlan -> {}
      case Ipip ipip -> {}
      case Dummy dummy -> {}
      case Stacked upper -> {}
    }
  }
}
