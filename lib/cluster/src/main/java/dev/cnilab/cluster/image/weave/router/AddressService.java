package dev.cnilab.cluster.image.weave.router;

import dev.cnilab.cluster.image.weave.ipam.Database;
import dev.cnilab.cluster.image.weave.ipam.RingAllocator;
import dev.cnilab.netsim.NetworkNamespace;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.loop.WaitQueue;
import dev.cnilab.userland.process.Process;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Allocates addresses. If this peer has none left, another one gives some of its own; if no peer
 * has any, a request waits until one has.
 */
public final class AddressService {
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  private final NetworkNamespace node;
  private final String self;
  private final RingAllocator allocator;
  private final Database database;
  private final WaitQueue news;
  private @Nullable Peers peers;

  public AddressService(Process process, String self, RingAllocator allocator) {
    this.node = process.network();
    this.self = self;
    this.allocator = allocator;
    this.database = new Database(process.files());
    this.news = new WaitQueue(process.loop());
  }

  /** Sets the peers that are asked for space and notified of changes. */
  public void useSpaceOf(Peers others) {
    peers = others;
  }

  /** The ring has changed, here or elsewhere. */
  public void changed() {
    database.save(allocator, self);
    noteLocal();
    news.wakeAll();
    if (peers != null) {
      peers.broadcast();
    }
  }

  /** Writes this peer's ranges to the node's rules. */
  public void noteLocal() {
    WeaveNat.setLocal(node, allocator.ring().rangesOf(self));
  }

  /** The address of an owner; waits until one is available. */
  public Ipv4Address allocate(String owner) {
    while (true) {
      Optional<Ipv4Address> address = allocator.allocate(owner);
      if (address.isPresent()) {
        database.save(allocator, self);
        return address.get();
      }
      if (!askForSpace()) {
        news.await(BETWEEN_TRIES);
      }
    }
  }

  /** Asks peers for space; returns whether one gave some. */
  private boolean askForSpace() {
    for (String donor : allocator.ring().donors(self)) {
      if (peers != null && peers.askForSpace(donor) && allocator.free() > 0) {
        return true;
      }
    }
    return false;
  }

  Optional<Ipv4Address> find(String owner) {
    return allocator.find(owner);
  }

  /** Releases an owner's address; false if it has none. */
  boolean release(String owner) {
    boolean released = allocator.release(owner);
    database.save(allocator, self);
    news.wakeAll();
    return released;
  }

  boolean isReady() {
    return !allocator.ring().isEmpty();
  }
}
