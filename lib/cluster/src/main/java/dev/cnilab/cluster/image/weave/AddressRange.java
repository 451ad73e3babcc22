package dev.cnilab.cluster.image.weave;

/** Addresses as numbers, from {@code start} up to but without {@code end}. */
record AddressRange(long start, long end) {
  long size() {
    return end - start;
  }

  boolean contains(long address) {
    return start <= address && address < end;
  }
}
