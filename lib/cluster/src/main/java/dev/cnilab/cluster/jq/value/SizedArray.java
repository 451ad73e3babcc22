package dev.cnilab.cluster.jq.value;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** An array that knows how much memory its elements take. */
@SuppressWarnings("unchecked") // the return type of ArrayNode.deepCopy
final class SizedArray extends ArrayNode {
  private static final long serialVersionUID = 1L;

  private long bytes = HeldValues.ARRAY;

  SizedArray() {
    super(JsonNodeFactory.instance);
  }

  /**
   * An array of the elements of one and then of another one.
   *
   * @param bytes of both
   */
  static SizedArray of(ArrayNode first, ArrayNode second, long bytes) {
    SizedArray joined = new SizedArray();
    joined.addAll(first);
    joined.addAll(second);
    joined.bytes = bytes;
    return joined;
  }

  /** Adds an element of a known size in bytes. */
  void add(JsonNode element, long size) {
    add(element);
    bytes += size;
  }

  /** The memory of the array with its elements. */
  long bytes() {
    return bytes;
  }

  @Override
  public boolean equals(Object other) {
    return super.equals(other);
  }

  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
