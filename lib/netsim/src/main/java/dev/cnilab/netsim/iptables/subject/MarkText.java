package dev.cnilab.netsim.iptables.subject;

/** A mark as {@code iptables -S} prints it. */
public final class MarkText {
  private MarkText() {}

  /** {@code 0x1/0xff}, or {@code 0x1} where all bits count. */
  public static String of(int value, int mask) {
    return mask == -1 ? String.format("0x%x", value) : String.format("0x%x/0x%x", value, mask);
  }
}
