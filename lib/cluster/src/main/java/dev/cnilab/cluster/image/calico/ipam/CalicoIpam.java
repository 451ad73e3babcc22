package dev.cnilab.cluster.image.calico.ipam;

import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.cluster.object.KubeObject;
import dev.cnilab.cluster.object.ResourceTypes;
import dev.cnilab.netsim.address.Ipv4Address;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Assigns addresses: from the node's own blocks, then from an unclaimed block, and finally, unless
 * the affinity is strict, from another node's block.
 */
public record CalicoIpam(Datastore datastore) {
  /** All blocks. */
  public List<Block> blocks() {
    return datastore.list(CalicoKind.IPAM_BLOCK).stream().map(Block::new).toList();
  }

  /**
   * Assigns an address to a handle.
   *
   * @param use of the address: only pools for it count
   * @param attributes to store in the block, such as the pod
   * @throws IpamException in libcalico's words, without the attempted action
   */
  public Ipv4Address assign(String node, String use, String handle, Map<String, String> attributes)
      throws IpamException {
    List<IpPool> pools = poolsFor(node, use);
    if (pools.isEmpty()) {
      throw new IpamException("no configured Calico pools for node " + node);
    }
    IpamSettings settings = IpamSettings.read(datastore);
    List<Block> usable = blocks().stream().filter(block -> isIn(block.cidr(), pools)).toList();
    List<String> failures = new ArrayList<>();
    Block block =
        usable.stream()
            .filter(each -> each.node().equals(node) && !each.isFull())
            .findFirst()
            .or(() -> claim(node, pools, usable, settings, failures))
            .or(() -> borrow(pools, usable, settings, failures))
            .orElseThrow(
                () ->
                    new IpamException(
                        "Assigned 0 out of 1 requested IPv4 addresses; "
                            + String.join("; ", failures)));
    return put(block.take(handle, attributes), handle);
  }

  /**
   * Assigns a given address, from whichever block contains it ({@code AssignIP}).
   *
   * @throws IpamException if it is in no pool, or already assigned
   */
  public Ipv4Address assign(
      String node, String handle, Map<String, String> attributes, Ipv4Address wanted)
      throws IpamException {
    IpPool pool =
        datastore.pools().stream()
            .filter(each -> !each.disabled() && each.cidr().contains(wanted))
            .findFirst()
            .orElseThrow(
                () ->
                    new IpamException(
                        "The provided IP address " + wanted + " is not in a configured pool\n"));
    Ipv4Prefix prefix = new Ipv4Prefix(wanted, pool.blockSize()).network();
    Block block =
        datastore
            .find(CalicoKind.IPAM_BLOCK, Block.name(prefix))
            .map(Block::new)
            .orElseGet(() -> claim(node, prefix));
    if (!block.isFree(wanted)) {
      throw new IpamException("Address already assigned in block");
    }
    return put(block.take(wanted, handle, attributes), handle);
  }

  private List<IpPool> poolsFor(String node, String use) {
    Map<String, String> labels =
        datastore
            .api()
            .find(ResourceTypes.NODES, "", node)
            .map(KubeObject::labels)
            .orElse(Map.of());
    return datastore.pools().stream()
        .filter(pool -> !pool.disabled() && pool.uses().contains(use))
        .filter(pool -> !pool.manual() || !use.equals(IpPool.WORKLOAD))
        .filter(pool -> pool.nodes().matches(labels))
        .toList();
  }

  private static boolean isIn(Ipv4Prefix block, List<IpPool> pools) {
    return pools.stream().anyMatch(pool -> pool.cidr().contains(block));
  }

  /** Claims the first unclaimed block for the node; empty if it may not, or none is left. */
  private Optional<Block> claim(
      String node,
      List<IpPool> pools,
      List<Block> taken,
      IpamSettings settings,
      List<String> failures) {
    if (!settings.autoAllocateBlocks()) {
      return Optional.empty();
    }
    long own = taken.stream().filter(block -> block.node().equals(node)).count();
    if (settings.maxBlocksPerHost() > 0 && own >= settings.maxBlocksPerHost()) {
      failures.add(
          "Need to allocate an IPAM block but could not - limit of %d blocks reached for this node"
              .formatted(settings.maxBlocksPerHost()));
      return Optional.empty();
    }
    for (IpPool pool : pools) {
      Optional<Ipv4Prefix> free =
          new BlockOrder(pool, node)
              .blocks()
              .filter(
                  cidr ->
                      taken.stream()
                          .noneMatch(
                              block -> block.cidr().contains(cidr) || cidr.contains(block.cidr())))
              .findFirst();
      if (free.isPresent()) {
        return Optional.of(claim(node, free.get()));
      }
    }
    return Optional.empty();
  }

  /** Any block with a free address; empty if borrowing is forbidden, or there is none. */
  private static Optional<Block> borrow(
      List<IpPool> pools, List<Block> usable, IpamSettings settings, List<String> failures) {
    if (settings.strictAffinity()) {
      failures.add("No more free affine blocks and strict affinity enabled");
      return Optional.empty();
    }
    Optional<Block> found = usable.stream().filter(block -> !block.isFull()).findFirst();
    if (found.isEmpty()) {
      failures.add(
          "No IPs available in pools: "
              + pools.stream()
                  .map(pool -> pool.cidr().toString())
                  .collect(Collectors.joining(" ", "[", "]")));
    }
    return found;
  }

  /** The affinity is written first: a failure in between leaves a claim, not an orphaned block. */
  private Block claim(String node, Ipv4Prefix cidr) {
    String affinity = affinityName(node, cidr);
    KubeObject pending =
        datastore
            .find(CalicoKind.BLOCK_AFFINITY, affinity)
            .orElseGet(
                () ->
                    datastore.create(
                        CalicoKind.BLOCK_AFFINITY,
                        affinity,
                        spec ->
                            spec.put("cidr", cidr.toString())
                                .put("deleted", "false")
                                .put("node", node)
                                .put("state", "pending")
                                .put("type", "host")));
    KubeObject block =
        datastore.create(
            CalicoKind.IPAM_BLOCK, Block.name(cidr), spec -> Block.describe(spec, cidr, node));
    datastore.update(
        CalicoKind.BLOCK_AFFINITY,
        pending.edit(json -> json.withObject("/spec").put("state", "confirmed")));
    return new Block(block);
  }

  private static String affinityName(String node, Ipv4Prefix cidr) {
    return node + "-" + Block.name(cidr);
  }

  private Ipv4Address put(Block.Taken taken, String handle) {
    new Handle(datastore, handle).countOne(taken.block().cidr());
    datastore.update(CalicoKind.IPAM_BLOCK, taken.block().object());
    return taken.address();
  }

  /** The first address of a handle. */
  public Optional<Ipv4Address> addressOf(String handle) {
    return blocks().stream()
        .flatMap(block -> block.allocations().stream())
        .filter(allocation -> allocation.handle().equals(handle))
        .map(Block.Allocation::address)
        .min(Comparator.naturalOrder());
  }

  /** Releases all addresses of a handle; returns whether it had any. */
  public boolean release(String handle) {
    Handle known = new Handle(datastore, handle);
    List<Ipv4Prefix> prefixes = known.blocks();
    for (Ipv4Prefix prefix : prefixes) {
      datastore
          .find(CalicoKind.IPAM_BLOCK, Block.name(prefix))
          .map(object -> new Block(object).release(handle))
          .ifPresent(this::putOrDelete);
    }
    known.delete();
    return !prefixes.isEmpty();
  }

  /** Deletes a block without affinity and assigned addresses. */
  private void putOrDelete(Block block) {
    if (block.isUnused() && block.node().isEmpty()) {
      datastore.delete(CalicoKind.IPAM_BLOCK, block.object().name());
    } else {
      datastore.update(CalicoKind.IPAM_BLOCK, block.object());
    }
  }

  /** Ends a node's affinity to its blocks; blocks in use stay, to borrow from. */
  public void releaseAffinities(String node) {
    for (Block block : blocks()) {
      if (block.node().equals(node)) {
        releaseAffinity(block);
      }
    }
  }

  /** Ends the affinity of one block; if it is in use, it stays. */
  public void releaseAffinity(Block block) {
    String affinity = affinityName(block.node(), block.cidr());
    putOrDelete(block.withoutAffinity());
    datastore.delete(CalicoKind.BLOCK_AFFINITY, affinity);
  }
}
