package dev.cnilab.netsim.packet;

/**
 * The flags and the fragment offset of an IPv4 header.
 *
 * @param dontFragment whether routers must not fragment the packet
 * @param moreFollow whether more fragments follow
 * @param offset the fragment's offset, in bytes, a multiple of 8
 */
public record Fragment(boolean dontFragment, boolean moreFollow, int offset) {
  /** A whole packet that may be fragmented. */
  public static final Fragment WHOLE = new Fragment(false, false, 0);

  /** A whole packet that must not be fragmented (DF). */
  public static final Fragment DONT = new Fragment(true, false, 0);

  private static final int DF = 0x4000;
  private static final int MF = 0x2000;

  public Fragment {
    if (offset % 8 != 0 || offset < 0 || offset > 65528) {
      throw new IllegalArgumentException("a fragment begins at a multiple of 8, not " + offset);
    }
  }

  static Fragment of(short bits) {
    return new Fragment((bits & DF) != 0, (bits & MF) != 0, (bits & 0x1fff) * 8);
  }

  short bits() {
    return (short) ((dontFragment ? DF : 0) | (moreFollow ? MF : 0) | offset / 8);
  }

  boolean isPart() {
    return moreFollow || offset > 0;
  }
}
