package dev.cnilab.netsim.nftables.data;

import java.util.List;
import java.util.Optional;

/** The type of the elements of a set or a map. */
public record NftSetType(List<DataType> key, Optional<MapTo> value) {
  /** What a map's elements map to. */
  public sealed interface MapTo {
    /** Verdicts. */
    record Verdicts() implements MapTo {
      @Override
      public String toString() {
        return "verdict";
      }
    }

    /** Values. */
    record Values(List<DataType> types) implements MapTo {
      @Override
      public String toString() {
        return DataType.text(types);
      }
    }
  }

  public NftSetType {
    key = List.copyOf(key);
  }

  public static NftSetType setOf(List<DataType> key) {
    return new NftSetType(key, Optional.empty());
  }

  /** The text after {@code type} in a listing. */
  @Override
  public String toString() {
    return DataType.text(key) + value.map(to -> " : " + to).orElse("");
  }
}
