package dev.cnilab.netsim.conntrack;

/** Bob Jenkins' lookup3 over whole words, as in the kernel (include/linux/jhash.h, jhash2). */
final class JenkinsHash {
  private static final int INITIAL = 0xdeadbeef;

  private JenkinsHash() {}

  /** The hash of the words. */
  static int of(int seed, int... words) {
    int a = INITIAL + (words.length << 2) + seed;
    int b = a;
    int c = a;
    int at = 0;
    for (int left = words.length; left > 3; left -= 3) {
      a += words[at];
      b += words[at + 1];
      c += words[at + 2];
      // __jhash_mix
      a = (a - c) ^ Integer.rotateLeft(c, 4);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 6);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 8);
      b += a;
      a = (a - c) ^ Integer.rotateLeft(c, 16);
      c += b;
      b = (b - a) ^ Integer.rotateLeft(a, 19);
      a += c;
      c = (c - b) ^ Integer.rotateLeft(b, 4);
      b += a;
      at += 3;
    }
    int left = words.length - at;
    if (left == 0) {
      return c;
    }
    c += left > 2 ? words[at + 2] : 0;
    b += left > 1 ? words[at + 1] : 0;
    a += words[at];
    // __jhash_final
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return c;
  }
}
