package dev.cnilab.netsim.nftables.data;

/** A single value, as in a register of the kernel's virtual machine. */
public sealed interface Datum {
  /** A value of up to 64 bits: addresses, ports, marks. */
  record Bits(long value) implements Datum {}

  /** A link name or an IPv6 address. */
  record Name(String text) implements Datum {}

  static Datum of(long value) {
    return new Bits(value);
  }
}
