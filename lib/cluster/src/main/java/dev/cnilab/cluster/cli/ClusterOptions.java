package dev.cnilab.cluster.cli;

import dev.cnilab.cluster.bootstrap.Cni;
import dev.cnilab.cluster.bootstrap.PodNetwork;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.apache.commons.cli.UnrecognizedOptionException;
import org.apache.commons.cli.help.HelpFormatter;
import org.apache.commons.cli.help.TextHelpAppendable;

/** The options of {@code ./lab cluster}. */
final class ClusterOptions {
  static final String DEFAULT_KUBECONFIG = ".lab/kubeconfig";
  static final String DEFAULT_NODES = "3";
  static final String DEFAULT_PODS = PodNetwork.standard().cidr().toString();
  static final String DEFAULT_MASK = String.valueOf(PodNetwork.standard().nodeMaskBits());

  static final Option CNI =
      option(
          "cni",
          "NAME",
          "The pod network: flannel, calico, cilium, weave, bridge or none. Default: "
              + Cni.FLANNEL.text()
              + ".");
  static final Option NODES =
      option(
          "nodes",
          "N",
          "The control plane and the workers together. Default: " + DEFAULT_NODES + ".");
  static final Option PORT =
      option(
          "port", "P", "The API server's port on 127.0.0.1; 0, the default, for any that is free.");
  static final Option KUBECONFIG =
      option(
          "kubeconfig",
          "FILE",
          "Where to write how to reach the cluster; the file is removed at the end. Default: "
              + DEFAULT_KUBECONFIG
              + ".");
  static final Option POD_CIDR =
      option("pod-cidr", "CIDR", "The addresses of pods. Default: " + DEFAULT_PODS + ".");
  static final Option NODE_MASK =
      option(
          "node-cidr-mask-size",
          "BITS",
          "The length of each node's part of them. Default: " + DEFAULT_MASK + ".");
  static final Option PACE =
      option(
          "pace",
          "PACE",
          "real-time: the cluster's clock follows yours; on-demand: it stands still and jumps"
              + " while someone waits. Default: real-time.");
  static final Option SEED =
      option(
          "seed",
          "NUMBER",
          "Equal seeds give equal names and addresses. Default: 1, and tokens that nobody can"
              + " guess. If given, tokens depend on it, too: with --epoch and --pace on-demand, the"
              + " same commands have the same effects to the last byte.");
  static final Option EPOCH =
      option(
          "epoch",
          "TIME",
          "What the cluster's clock shows when its first machine is switched on, such as"
              + " 2026-01-01T00:00:00Z. Default: such that it shows the present time when the"
              + " cluster is ready.");
  static final Option END_WITH_INPUT =
      Option.builder()
          .longOpt("end-with-input")
          .desc(
              "Ends also when its standard input does: for a program that starts it and may be"
                  + " killed.")
          .get();
  static final Option HELP = Option.builder("h").longOpt("help").desc("Shows this text.").get();

  private static final List<Option> ALL =
      List.of(
          CNI,
          NODES,
          PORT,
          KUBECONFIG,
          POD_CIDR,
          NODE_MASK,
          PACE,
          SEED,
          EPOCH,
          END_WITH_INPUT,
          HELP);

  private ClusterOptions() {}

  private static Option option(String name, String argument, String description) {
    return Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get();
  }

  private static Options all() {
    Options options = new Options();
    ALL.forEach(options::addOption);
    return options;
  }

  /**
   * Parses a command line.
   *
   * @throws ParseException for an unknown option, a missing argument, or a stray word
   */
  static CommandLine parse(String... arguments) throws ParseException {
    CommandLine line;
    try {
      line = DefaultParser.builder().setAllowPartialMatching(false).get().parse(all(), arguments);
    } catch (UnrecognizedOptionException unknown) {
      List<String> names = ALL.stream().map(each -> "--" + each.getLongOpt()).toList();
      throw new ParseException(Nearest.complaint("option", unknown.getOption(), names));
    }
    if (!line.getArgList().isEmpty()) {
      throw new ParseException("\"" + line.getArgList().getFirst() + "\" belongs to no option");
    }
    return line;
  }

  static void printHelp(PrintWriter out) {
    HelpFormatter formatter =
        HelpFormatter.builder()
            .setShowSince(false)
            .setComparator(Comparator.comparingInt(ALL::indexOf))
            .setHelpAppendable(new TextHelpAppendable(out))
            .get();
    try {
      formatter.printHelp(
          "./lab cluster [OPTION…]",
          "Starts an embedded Kubernetes cluster for any client, in the foreground. It needs no"
              + " Docker, no root and no network. Ctrl-C ends it.",
          all(),
          "",
          false);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible); // a PrintWriter never throws it
    }
    out.flush();
  }
}
