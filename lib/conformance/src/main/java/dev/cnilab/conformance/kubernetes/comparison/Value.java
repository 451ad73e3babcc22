package dev.cnilab.conformance.kubernetes.comparison;

import java.util.stream.Stream;

/**
 * A value that stands for one of the other run.
 *
 * @param kind of the variable it is a value of
 * @param text an id's first twelve digits, as tools shorten ids
 */
record Value(String kind, String text) {
  private static final int SHORT_ID = 12;

  Value {
    text = kind.equals("id") && text.length() > SHORT_ID ? text.substring(0, SHORT_ID) : text;
  }

  /** The value with what it is part of: an address tells the node by its network. */
  Stream<Value> withParts() {
    return kind.equals("address")
        ? Stream.of(this, new Value("network", text.substring(0, text.lastIndexOf('.'))))
        : Stream.of(this);
  }
}
