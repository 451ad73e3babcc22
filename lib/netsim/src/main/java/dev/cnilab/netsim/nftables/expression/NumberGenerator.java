package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.List;
import java.util.Locale;

/** {@code numgen}: a number from an offset on, random or incremental. */
public final class NumberGenerator implements Selector {
  /** How the next number is generated. */
  public enum Mode {
    RANDOM,
    INC
  }

  private final Mode mode;
  private final long modulus;
  private final long offset;
  private long next;

  /**
   * Creates a generator.
   *
   * @param modulus how many different numbers there are
   * @param offset the lowest number
   */
  public NumberGenerator(Mode mode, long modulus, long offset) {
    this.mode = mode;
    this.modulus = modulus;
    this.offset = offset;
  }

  @Override
  public List<DataType> types() {
    return List.of(DataType.INTEGER);
  }

  @Override
  public List<Datum> read(Subject subject) {
    long number =
        switch (mode) {
          case RANDOM -> subject.surroundings().loop().random().nextLong(modulus);
          case INC -> next++ % modulus;
        };
    return List.of(Datum.of(offset + number));
  }

  @Override
  public String text(Style style) {
    return "numgen "
        + mode.name().toLowerCase(Locale.ROOT)
        + (" mod " + modulus)
        + (offset == 0 ? "" : " offset " + offset);
  }
}
