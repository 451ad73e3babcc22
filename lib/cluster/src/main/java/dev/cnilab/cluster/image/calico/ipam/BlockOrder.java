package dev.cnilab.cluster.image.calico.ipam;

import dev.cnilab.cluster.image.calico.datastore.IpPool;
import dev.cnilab.netsim.address.Ipv4Prefix;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The order in which a node tries a pool's blocks: it starts at a place derived from the node's
 * name, so that nodes that start together rarely compete for the same block ({@code
 * randomBlockGenerator}).
 */
record BlockOrder(IpPool pool, String node) {
  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  Stream<Ipv4Prefix> blocks() {
    int count = 1 << Math.max(0, pool.blockSize() - pool.cidr().length());
    int size = 1 << (32 - pool.blockSize());
    int first = (int) Long.remainderUnsigned(hash(), count);
    return IntStream.range(0, count)
        .map(i -> (first + i) % count)
        .mapToObj(i -> new Ipv4Prefix(pool.cidr().address().plus(i * size), pool.blockSize()));
  }

  private long hash() {
    long hash = FNV_OFFSET;
    for (byte each : node.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * FNV_PRIME;
    }
    return hash;
  }
}
