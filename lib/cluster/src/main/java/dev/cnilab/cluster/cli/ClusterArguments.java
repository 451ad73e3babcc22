package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.ClusterSpec;
import dev.cnilab.cluster.HeapNeed;
import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import dev.cnilab.netsim.address.Ipv4Prefix;
import dev.cnilab.netsim.loop.Pace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.ParseException;

/**
 * What was asked for on the command line.
 *
 * @param port 0 for any free port
 * @param kubeconfig where to write the kubeconfig
 * @param endWithInput whether to end when the standard input does
 */
record ClusterArguments(ClusterSpec spec, int port, Path kubeconfig, boolean endWithInput) {
  private static final String SEED = "1";

  /**
   * Reads the options.
   *
   * @throws ParseException if an argument is invalid or the cluster is impossible; the message says
   *     what to write instead
   */
  static ClusterArguments of(CommandLine line) throws ParseException {
    return new ClusterArguments(
        spec(line),
        value(line, ClusterOptions.PORT, "0", Conversions::port),
        Path.of(line.getOptionValue(ClusterOptions.KUBECONFIG, ClusterOptions.DEFAULT_KUBECONFIG)),
        line.hasOption(ClusterOptions.END_WITH_INPUT));
  }

  private static ClusterSpec spec(CommandLine line) throws ParseException {
    Cni cni = value(line, ClusterOptions.CNI, Cni.FLANNEL.text(), Conversions::cni);
    int nodes = number(line, ClusterOptions.NODES, ClusterOptions.DEFAULT_NODES);
    Ipv4Prefix pods =
        value(line, ClusterOptions.POD_CIDR, ClusterOptions.DEFAULT_PODS, Ipv4Prefix::parse);
    int mask = number(line, ClusterOptions.NODE_MASK, ClusterOptions.DEFAULT_MASK);
    Pace pace = value(line, ClusterOptions.PACE, Conversions.REAL_TIME, Conversions::pace);
    long seed = value(line, ClusterOptions.SEED, SEED, Conversions::number);
    boolean ofSeed = line.hasOption(ClusterOptions.SEED);
    Optional<Instant> epoch = Optional.empty();
    if (line.hasOption(ClusterOptions.EPOCH)) {
      epoch = Optional.of(value(line, ClusterOptions.EPOCH, "", Conversions::instant));
    }
    try {
      ClusterSpec spec =
          new ClusterSpec(
              cni,
              nodes,
              new PodNetwork(pods, mask),
              seed,
              ofSeed ? ClusterSpec.Secrets.OF_THE_SEED : ClusterSpec.Secrets.UNGUESSABLE,
              pace,
              epoch.orElseGet(() -> ClusterSpec.epoch(pace, nodes)));
      HeapNeed.require(nodes);
      return spec;
    } catch (IllegalArgumentException unfit) {
      throw new ParseException(unfit.getMessage());
    }
  }

  private static int number(CommandLine line, Option option, String initial) throws ParseException {
    return value(line, option, initial, text -> Math.toIntExact(Conversions.number(text)));
  }

  private static <T> T value(
      CommandLine line, Option option, String initial, Function<String, T> meaning)
      throws ParseException {
    try {
      return meaning.apply(line.getOptionValue(option, initial));
    } catch (IllegalArgumentException | ArithmeticException meaningless) {
      throw new ParseException("--" + option.getLongOpt() + ": " + meaningless.getMessage());
    }
  }
}
