package dev.cnilab.cluster.apiserver.registry.service;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cnilab.cluster.client.ApiErrors;
import java.util.BitSet;
import java.util.Random;

/** The node ports, 30000 to 32767, that are free while a service gets its own. */
final class FreeNodePorts {
  private static final int FIRST = 30000;
  private static final int COUNT = 2768;

  private final BitSet taken = new BitSet(COUNT);
  private final Random random;

  /** All are free. */
  FreeNodePorts(Random random) {
    this.random = random;
  }

  /** Whether a number is that of a node port. */
  static boolean isInRange(int port) {
    return port >= FIRST && port < FIRST + COUNT;
  }

  /** Takes those that a service has. */
  void take(JsonNode spec) {
    spec.path("ports").forEach(port -> take(port.path("nodePort").asInt()));
    take(spec.path("healthCheckNodePort").asInt());
  }

  /** Takes a number, if it is that of a node port. */
  void take(int number) {
    if (isInRange(number)) {
      taken.set(number - FIRST);
    }
  }

  /**
   * Takes a free one at random.
   *
   * @throws dev.cnilab.cluster.client.ApiException 500 if all are taken
   */
  int draw() {
    if (taken.cardinality() == COUNT) {
      throw ApiErrors.internal("failed to allocate a nodePort: range is full");
    }
    int number;
    do {
      number = random.nextInt(COUNT);
    } while (taken.get(number));
    taken.set(number);
    return FIRST + number;
  }
}
