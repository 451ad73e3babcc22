package dev.cnilab.cluster.image.calico.ipam;

import dev.cnilab.cluster.image.calico.datastore.CalicoKind;
import dev.cnilab.cluster.image.calico.datastore.Datastore;
import dev.cnilab.cluster.object.KubeObject;
import java.util.Optional;

/**
 * The IPAMConfig named default, or the defaults without one.
 *
 * @param strictAffinity whether a node uses only addresses from its own blocks
 * @param maxBlocksPerHost 0 for no limit
 */
record IpamSettings(boolean strictAffinity, boolean autoAllocateBlocks, int maxBlocksPerHost) {
  static IpamSettings read(Datastore datastore) {
    Optional<KubeObject> config = datastore.find(CalicoKind.IPAM_CONFIG, "default");
    return config
        .map(
            object ->
                new IpamSettings(
                    object.at("/spec/strictAffinity").asBoolean(),
                    object.at("/spec/autoAllocateBlocks").asBoolean(true),
                    object.at("/spec/maxBlocksPerHost").asInt()))
        .orElse(new IpamSettings(false, true, 0));
  }
}
