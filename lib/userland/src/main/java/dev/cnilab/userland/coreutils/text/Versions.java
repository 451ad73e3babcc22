package dev.cnilab.userland.coreutils.text;

/** The order of version numbers: digits by value, everything else as text. */
final class Versions {
  private Versions() {}

  static int compare(String left, String right) {
    String[] a = left.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)", -1);
    String[] b = right.split("(?<=\\d)(?=\\D)|(?<=\\D)(?=\\d)", -1);
    for (int i = 0; i < Math.min(a.length, b.length); i++) {
      boolean numbers = a[i].matches("\\d+") && b[i].matches("\\d+");
      int order =
          numbers
              ? new java.math.BigInteger(a[i]).compareTo(new java.math.BigInteger(b[i]))
              : a[i].compareTo(b[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(a.length, b.length);
  }
}
