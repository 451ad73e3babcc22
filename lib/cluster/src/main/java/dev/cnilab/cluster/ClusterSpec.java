package dev.cnilab.cluster;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.loop.Pace;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Which cluster to start.
 *
 * @param nodes the control plane and the workers, 1 to 5000
 * @param seed equal seeds give equal histories
 * @param secrets the source of values that must be unguessable
 * @param epoch what the cluster's clock shows when its first machine is switched on
 */
public record ClusterSpec(
    Cni cni, int nodes, PodNetwork pods, long seed, Secrets secrets, Pace pace, Instant epoch) {
  /** The largest cluster that Kubernetes documents. */
  private static final int MOST_NODES = 5000;

  /** As with kubeadm by hand, a node joins once the ones before it are there. */
  private static final Duration BETWEEN_BOOTS = Duration.ofSeconds(4);

  /** Many machines are not switched on by hand: they all come within this time. */
  private static final Duration ALL_BOOTS = Duration.ofSeconds(40);

  /** With a margin: after the last machine is on, Calico takes 14 s, a single node 21 s. */
  private static final Duration SETTLING = Duration.ofSeconds(25);

  /** The source of the key that service accounts' tokens are signed with. */
  public enum Secrets {
    /** Nobody can guess them, and no two clusters share them. */
    UNGUESSABLE,

    /** Equal seeds give equal secrets, so that histories are equal to the last byte. */
    OF_THE_SEED;

    RandomGenerator source(long seed) {
      return switch (this) {
        case UNGUESSABLE -> new SecureRandom();
        case OF_THE_SEED -> new Random(seed);
      };
    }
  }

  /** A cluster with unguessable secrets. */
  public ClusterSpec(Cni cni, int nodes, PodNetwork pods, long seed, Pace pace, Instant epoch) {
    this(cni, nodes, pods, seed, Secrets.UNGUESSABLE, pace, epoch);
  }

  public ClusterSpec {
    requireNodes(nodes);
    if (nodes > pods.nodes()) {
      throw new IllegalArgumentException(
          "the pod network %s has a /%d for %d nodes, not for %d; choose a larger one, such as 10.128.0.0/9"
              .formatted(pods.cidr(), pods.nodeMaskBits(), pods.nodes(), nodes));
    }
  }

  private static void requireNodes(int nodes) {
    if (nodes < 1 || nodes > MOST_NODES) {
      throw new IllegalArgumentException(
          "a cluster has 1 to " + MOST_NODES + " nodes, not " + nodes);
    }
  }

  /**
   * The epoch of a cluster that starts now.
   *
   * @throws IllegalArgumentException if no cluster can have that many nodes
   */
  public static Instant epoch(Pace pace, int nodes) {
    return epoch(pace, nodes, Instant.now());
  }

  /** The epoch of a cluster that should be ready at about the given instant. */
  public static Instant epoch(Pace pace, int nodes, Instant ready) {
    requireNodes(nodes);
    return pace == Pace.REAL_TIME ? ready.minus(boot(nodes)) : ready;
  }

  /**
   * How far the clock is set back at the start, so that it has caught up with the wall clock when
   * the cluster is up. Time beyond what the cluster needs is simulated too, so the margin is small.
   */
  Duration boot() {
    return boot(nodes);
  }

  private static Duration boot(int nodes) {
    return SETTLING.plus(betweenBoots(nodes).multipliedBy(nodes - 1));
  }

  /** The time between switching on one machine and the next. */
  Duration betweenBoots() {
    return betweenBoots(nodes);
  }

  private static Duration betweenBoots(int nodes) {
    Duration evenly = Duration.ofNanos(ALL_BOOTS.toNanos() / nodes); // dividedBy takes 6 ms once
    return evenly.compareTo(BETWEEN_BOOTS) < 0 ? evenly : BETWEEN_BOOTS;
  }

  /** Three nodes with flannel and a clock that jumps while someone waits: for tests. */
  public static ClusterSpec onDemand() {
    return new ClusterSpec(
        Cni.FLANNEL,
        3,
        PodNetwork.standard(),
        1,
        Secrets.OF_THE_SEED,
        Pace.ON_DEMAND,
        Instant.parse("2026-01-01T00:00:00Z"));
  }

  public ClusterSpec withCni(Cni other) {
    return new ClusterSpec(other, nodes, pods, seed, secrets, pace, epoch);
  }

  public ClusterSpec withNodes(int number) {
    return new ClusterSpec(cni, number, pods, seed, secrets, pace, epoch);
  }

  public ClusterSpec withPods(PodNetwork other) {
    return new ClusterSpec(cni, nodes, other, seed, secrets, pace, epoch);
  }

  public ClusterSpec withSeed(long other) {
    return new ClusterSpec(cni, nodes, pods, other, secrets, pace, epoch);
  }
}
