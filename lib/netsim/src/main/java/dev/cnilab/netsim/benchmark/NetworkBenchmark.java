package dev.cnilab.netsim.benchmark;

import java.util.HashMap;
import java.util.Map;

/**
 * How fast packets travel, and how much memory many namespaces take; {@code ./lab bench} prints
 * both.
 */
public final class NetworkBenchmark {
  private static final int LOOKUPS = 50_000_000;

  private NetworkBenchmark() {}

  /** Prints lines of a key, a space and a number. */
  @SuppressWarnings("SystemOut") // this is what the command prints
  public static void main(String[] arguments) {
    long packets = new PacketRate().perSecond();
    System.out.println("packets-per-second " + packets);
    System.out.println("lookups-per-packet " + lookupsPerSecond() / packets);
    System.out.println("namespaces-mebibytes " + new NamespaceMemory().mebibytes());
  }

  /** Lookups per second in a map of a thousand numbers: a measure of this machine's speed. */
  private static long lookupsPerSecond() {
    Map<Integer, Integer> next = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      next.put(i, (i + 337) % 1000);
    }
    int at = 0;
    for (int i = 0; i < LOOKUPS; i++) {
      at = next.getOrDefault(at, -1);
    }
    long begun = System.nanoTime();
    for (int i = 0; i < LOOKUPS; i++) {
      at = next.getOrDefault(at, -1);
    }
    long taken = System.nanoTime() - begun;
    return at < 0 ? 0 : LOOKUPS * 1_000_000_000L / taken;
  }
}
