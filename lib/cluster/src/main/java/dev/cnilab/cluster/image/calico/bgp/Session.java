package dev.cnilab.cluster.image.calico.bgp;

import java.time.Instant;

/**
 * What BIRD tells of a neighbor.
 *
 * @param since when the session began, ended, or was first wanted
 */
public record Session(BgpNeighbor neighbor, boolean established, Instant since) {}
