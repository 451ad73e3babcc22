package dev.cnilab.netsim.nftables.data;

/** A single value, as a register of the kernel's virtual machine holds it. */
public sealed interface Datum {
  /** Anything of up to 64 bits: addresses, ports, marks. */
  record Bits(long value) implements Datum {}

  /** The name of a link, or an IPv6 address. */
  record Name(String text) implements Datum {}

  static Datum of(long value) {
    return new Bits(value);
  }
}
