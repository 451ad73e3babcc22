package dev.cnilab.userland.netfilter;

import dev.cnilab.userland.command.Invocation;
import dev.cnilab.userland.command.Options;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ip6tables}: the IPv6 tables, which are empty. Nothing here carries IPv6 beyond a machine,
 * so rules for it are refused.
 */
public final class Ip6tables implements Program {
  private static final String VERSION = "ip6tables v1.8.9 (nf_tables)";

  private static final Map<String, List<String>> CHAINS =
      Map.of(
          "filter", List.of("INPUT", "FORWARD", "OUTPUT"),
          "security", List.of("INPUT", "FORWARD", "OUTPUT"),
          "nat", List.of("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"),
          "mangle", List.of("PREROUTING", "INPUT", "FORWARD", "OUTPUT", "POSTROUTING"),
          "raw", List.of("PREROUTING", "OUTPUT"));

  @Override
  public int run(Process process) throws IOException {
    Invocation call = Invocation.ofDebian(process);
    try {
      return run(process, call.as("ip6tables"));
    } catch (ProgramException wrong) {
      process.err().println(wrong.text());
      return wrong.status();
    }
  }

  private static int run(Process process, Invocation call) throws ProgramException {
    Options.Found options;
    try {
      options = Options.of(call, "LSFZXPDCtnvxwV", "line-numbers").parse();
    } catch (ProgramException wrong) {
      // It asks getopt to stay silent and has words of its own.
      String text =
          wrong
              .text()
              .replaceFirst("^invalid option -- '(.)'", "unknown option \"-$1\"")
              .replaceFirst("^unrecognized option '([^']*)'", "unknown option \"$1\"");
      throw new ProgramException(wrong.status(), VERSION + ": " + text);
    }
    if (options.has('V')) {
      process.out().println(VERSION);
      return 0;
    }
    String table = options.value('t').orElse("filter");
    List<String> chains = CHAINS.get(table);
    char command = options.last("LSFZXPDC");
    if (command == ' ') {
      throw call.mistake(VERSION + ": no command specified");
    } else if (!process.credentials().can(Capability.NET_ADMIN)) {
      throw IptablesFailure.notPermitted("ip6tables");
    } else if (chains == null) {
      throw new ProgramException(
          3,
          VERSION
              + (": table '" + table + "' does not exist\n")
              + "Perhaps ip6tables or your kernel needs to be upgraded.");
    }
    Optional<String> chain =
        options
            .value(command)
            .filter(each -> !each.isEmpty())
            .or(() -> options.operands().stream().findFirst());
    if (chain.isPresent() && !chains.contains(chain.get())) {
      throw "LS".indexOf(command) >= 0
          ? new ProgramException(
              1,
              "%s: chain `%s' in table `%s' is incompatible, use 'nft' tool."
                  .formatted(VERSION, chain.get(), table))
          : new ProgramException(1, "ip6tables: No chain/target/match by that name.");
    }
    show(process, options, command, chain.map(List::of).orElse(chains));
    return 0;
  }

  private static void show(
      Process process, Options.Found options, char command, List<String> chains)
      throws ProgramException {
    switch (command) {
      case 'S' -> chains.forEach(each -> process.out().println("-P " + each + " ACCEPT"));
      case 'L' ->
          process
              .out()
              .print(
                  String.join("\n", chains.stream().map(each -> listing(each, options)).toList()));
      case 'D', 'C' ->
          throw new ProgramException(
              1, "ip6tables: Bad rule (does a matching rule exist in that chain?).");
      case 'P' -> {
        if (!options.operands().contains("ACCEPT")) {
          throw new ProgramException(
              1, VERSION + ": another policy than ACCEPT is not available on this machine");
        }
      }
      default -> {} // it is empty already
    }
  }

  private static String listing(String chain, Options.Found options) {
    String counted = options.has('v') ? " 0 packets, 0 bytes" : "";
    String numbers = options.has("line-numbers") ? "num  " : "";
    String columns =
        options.has('v')
            ? " pkts bytes target     prot opt in     out     source               destination"
            : "target     prot opt source               destination";
    String heading = numbers + columns;
    return "Chain " + chain + " (policy ACCEPT" + counted + ")\n" + heading + "         \n";
  }
}
