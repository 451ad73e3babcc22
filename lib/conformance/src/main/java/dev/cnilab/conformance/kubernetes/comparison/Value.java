package dev.cnilab.conformance.kubernetes.comparison;

import java.util.stream.Stream;

/**
 * A value that corresponds to one of the other run.
 *
 * @param kind of its variable
 * @param text the first twelve digits of an ID, as tools shorten IDs
 */
record Value(String kind, String text) {
  private static final String NETWORK = "network";
  private static final int SHORT_ID = 12;

  Value {
    text = kind.equals("id") && text.length() > SHORT_ID ? text.substring(0, SHORT_ID) : text;
  }

  /** Whether it is a network, which contains other values. */
  boolean isPart() {
    return kind.equals(NETWORK);
  }

  /** The value together with what contains it: an address identifies the node by its network. */
  Stream<Value> withParts() {
    return kind.equals("address")
        ? Stream.of(this, new Value(NETWORK, text.substring(0, text.lastIndexOf('.'))))
        : Stream.of(this);
  }
}
