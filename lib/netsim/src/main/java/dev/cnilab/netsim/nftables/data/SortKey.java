package dev.cnilab.netsim.nftables.data;

import java.util.List;

/**
 * A key as nft compares it for a listing: the bytes of its parts in a row, read as a little-endian
 * number (concat_expr_msort_value); a single part by its value.
 */
record SortKey(List<DataType> types, List<Span> key) implements Comparable<SortKey> {
  @Override
  public int compareTo(SortKey other) {
    if (key.size() == 1) {
      return compare(key.getFirst().low(), other.key.getFirst().low());
    }
    for (int i = key.size() - 1; i >= 0; i--) {
      DataType type = types.get(i);
      int order = compare(weight(type, key.get(i).low()), weight(type, other.key.get(i).low()));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** The value that a part is compared by; a value in network byte order is reversed. */
  private static Datum weight(DataType type, Datum datum) {
    if (datum instanceof Datum.Bits number && type.isNetworkOrder()) {
      return Datum.of(Long.reverseBytes(number.value()) >>> (64 - 8 * type.bytes()));
    }
    return datum;
  }

  private static int compare(Datum one, Datum other) {
    if (one instanceof Datum.Bits left && other instanceof Datum.Bits right) {
      return Long.compareUnsigned(left.value(), right.value());
    }
    // A link name is stored with its first letter first, so its last letter is the most
    // significant.
    String left = one.toString();
    String right = other.toString();
    return left.length() != right.length()
        ? Integer.compare(left.length(), right.length())
        : new StringBuilder(left).reverse().compareTo(new StringBuilder(right).reverse());
  }
}
