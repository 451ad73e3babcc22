package dev.cnilab.netsim.nftables.expression;

import dev.cnilab.netsim.nftables.data.DataType;
import dev.cnilab.netsim.nftables.data.Datum;
import dev.cnilab.netsim.nftables.data.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Several fields concatenated, as {@code ip daddr . tcp dport}. */
public record Concatenation(List<Selector> parts) implements Selector {
  public Concatenation {
    parts = List.copyOf(parts);
  }

  @Override
  public List<DataType> types() {
    return parts.stream().flatMap(part -> part.types().stream()).toList();
  }

  @Override
  public @Nullable List<Datum> read(Subject subject) {
    List<Datum> all = new ArrayList<>(parts.size());
    for (Selector part : parts) {
      List<Datum> read = part.read(subject);
      if (read == null) {
        return null;
      }
      all.addAll(read);
    }
    return all;
  }

  @Override
  public String text(Style style) {
    return parts.stream().map(part -> part.text(style)).collect(Collectors.joining(" . "));
  }
}
