package dev.cnilab.conformance.cli;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.cli.Conversions;
import dev.cnilab.conformance.netpol.table.NetpolConformance;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Published truth tables of NetworkPolicy, checked with real packets. */
@Command(
    name = "netpol",
    description =
        "Tries published truth tables of NetworkPolicy with one exchange of packets a cell.")
final class NetpolCommand implements Callable<Integer> {
  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Mixin private Captures captures = new Captures();

  @Option(
      names = "--cni",
      paramLabel = "NAME",
      description = "The pod network that enforces them. Default: ${DEFAULT-VALUE}.",
      defaultValue = "calico",
      converter = OfCni.class)
  private Cni cni = Cni.CALICO;

  @Parameters(index = "1..*", paramLabel = "CASE", description = "Only cases whose id begins so.")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    boolean agrees =
        NetpolConformance.replay(
            captures.of("netpol"), names, cni, spec.commandLine().getOut()::println);
    return agrees ? 0 : 1;
  }

  private static final class OfCni implements ITypeConverter<Cni> {
    @Override
    public Cni convert(String text) {
      try {
        return Conversions.cni(text);
      } catch (IllegalArgumentException unknown) {
        throw new TypeConversionException(String.valueOf(unknown.getMessage()));
      }
    }
  }
}
