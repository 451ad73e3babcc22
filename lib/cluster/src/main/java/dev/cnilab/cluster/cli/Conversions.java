package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.Pace;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the words on the command line mean, and what to say of those that mean nothing. */
public final class Conversions {
  private Conversions() {}

  public static final class OfCni implements ITypeConverter<Cni> {
    @Override
    public Cni convert(String text) {
      return Cni.find(text)
          .orElseThrow(() -> new TypeConversionException(unknown("CNI", text, Cni.names())));
    }
  }

  static final class OfPace implements ITypeConverter<Pace> {
    @Override
    public Pace convert(String text) {
      return switch (text) {
        case "real-time" -> Pace.REAL_TIME;
        case "on-demand" -> Pace.ON_DEMAND;
        default ->
            throw new TypeConversionException(
                unknown("pace", text, List.of("real-time", "on-demand")));
      };
    }
  }

  static final class OfInstant implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Instant.parse(text);
      } catch (DateTimeParseException malformed) {
        throw new TypeConversionException(
            "\"" + text + "\" is no time; write it like 2026-01-01T00:00:00Z");
      }
    }
  }

  static final class OfPrefix implements ITypeConverter<Ipv4Prefix> {
    @Override
    public Ipv4Prefix convert(String text) {
      try {
        return Ipv4Prefix.parse(text);
      } catch (IllegalArgumentException malformed) {
        throw new TypeConversionException(String.valueOf(malformed.getMessage()));
      }
    }
  }

  private static String unknown(String kind, String text, List<String> names) {
    String list = "there is no " + kind + " \"" + text + "\"; choose " + String.join(", ", names);
    return Nearest.to(text, names).map(name -> list + ". Did you mean " + name + "?").orElse(list);
  }
}
