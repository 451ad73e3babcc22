package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.userland.command.Manual;
import dev.cnilab.userland.coreutils.file.Users;
import dev.cnilab.userland.netfilter.listing.RuleListing;
import dev.cnilab.userland.netfilter.listing.RuleSpecifications;
import dev.cnilab.userland.netfilter.rule.Accounts;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.parser.RuleParser;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code iptables} and {@code ip6tables}, as in Debian's 1.8.9 over nf_tables (iptables(8)). */
public final class IptablesCommand implements Program {
  private final Xtables family;

  public IptablesCommand(Xtables family) {
    this.family = family;
  }

  @Override
  public int run(Process process) throws IOException {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    try {
      perform(process, family, words);
      return 0;
    } catch (ProgramException failure) {
      process
          .err()
          .println(family.named(failure.text())); // it begins with the name, or name and version
      return failure.status();
    }
  }

  /**
   * Executes a command line, including a line of {@code iptables-restore}.
   *
   * @throws ProgramException with iptables' message
   */
  static void perform(Process process, Xtables family, List<String> words) throws IOException {
    new Run(process, family, IptablesArguments.read(family, words), Optional.empty()).run();
  }

  /**
   * Like {@link #perform(Process, Xtables, List)}, on a draft of a table.
   *
   * @throws ProgramException with iptables' message
   */
  static void perform(Process process, Xtables family, Table draft, List<String> words)
      throws IOException {
    new Run(process, family, IptablesArguments.read(family, words), Optional.of(draft)).run();
  }

  /** The work of listing one rule, in microseconds. */
  private static final int RULE = 2;

  /** One call. */
  private static final class Run {
    private final Process process;
    private final Xtables family;
    private final Iptables iptables;
    private final IptablesArguments arguments;
    private final Optional<Table> draft;

    /** The commands that create a table in nf_tables; all others find an empty one. */
    private static final Set<String> CREATING = Set.of("A", "I", "N", "P");

    /** Whether the table has not been used yet, so that nf_tables has no chains for it. */
    private boolean unused;

    Run(Process process, Xtables family, IptablesArguments arguments, Optional<Table> draft) {
      this.process = process;
      this.family = family;
      this.iptables = family.tables(process.network());
      this.arguments = arguments;
      this.draft = draft;
    }

    void run() throws IOException {
      String command = arguments.command();
      List<String> rest = arguments.rule();
      if (command.equals("V")) {
        process.out().println(family.named(IptablesFailure.VERSION));
        return;
      }
      if (!arguments.notice().isEmpty()) {
        process.err().println(arguments.notice());
      }
      family.require(rest);
      if (!rest.isEmpty() && !List.of("A", "I", "R", "D", "C").contains(command)) {
        if (rest.contains("-h") || rest.contains("--help")) {
          process.out().print(Manual.usage(family.program()));
          return;
        }
        new RuleParser(table(), family.addresses(), accounts()).parse(new IptablesWords(rest));
        throw command.isEmpty()
            ? IptablesFailure.usage("no command specified")
            : IptablesFailure.usage("Illegal option `" + rest.getFirst() + "' with this command");
      }
      if (command.isEmpty()) {
        throw IptablesFailure.usage("no command specified");
      } else if (arguments.counted().isPresent() && !List.of("A", "I", "R").contains(command)) {
        throw IptablesFailure.usage("Illegal option `-c' with this command");
      }
      if (!process.credentials().can(Capability.NET_ADMIN)) {
        throw IptablesFailure.notPermitted("iptables");
      }
      perform(table());
    }

    private Accounts accounts() {
      return new Accounts(
          name -> new Users(process.files()).userNumber(name),
          name -> new Users(process.files()).groupNumber(name));
    }

    private Table table() throws ProgramException {
      if (draft.isPresent()) {
        return draft.get();
      }
      for (TableName name : TableName.values()) {
        if (name.toString().equals(arguments.table())) {
          unused = !iptables.used().contains(name);
          return iptables.look(name);
        }
      }
      throw new ProgramException(
          3,
          IptablesFailure.VERSION
              + (": table '" + arguments.table() + "' does not exist\n")
              + "Perhaps iptables or your kernel needs to be upgraded.");
    }

    private void perform(Table table) throws IOException {
      String command = arguments.command();
      boolean byNumber = command.equals("R") || (command.equals("D") && arguments.operands() > 1);
      boolean byName = List.of("X", "Z").contains(command) && arguments.operands() > 0;
      if (unused && (byNumber || byName)) {
        throw IptablesFailure.noChain();
      }
      if (unused && command.equals("Z")) {
        listed(table);
        return;
      }
      switch (command) {
        case "L" -> list(listed(table));
        case "S" -> save(listed(table));
        case "LZ" -> {
          list(listed(table));
          change(table);
        }
        case "SZ" -> {
          save(listed(table));
          change(table);
        }
        default -> {
          change(table);
          if (unused && CREATING.contains(command)) {
            iptables.table(table.name());
          }
        }
      }
    }

    private void change(Table table) throws ProgramException {
      new TableChange(
              process.network().sets(),
              family.addresses(),
              accounts(),
              arguments,
              table,
              process.out()::println)
          .perform();
    }

    private Table listed(Table table) throws ProgramException {
      if (arguments.operands() > 0 && table.chain(arguments.operand(0)).isEmpty()) {
        throw IptablesFailure.incompatible(arguments.operand(0), arguments.table());
      }
      return table;
    }

    private void list(Table table) throws IOException {
      RuleListing listing = arguments.listing();
      if (arguments.operands() > 1) {
        int index = arguments.index(1);
        if (index < arguments.chain(table).rules().size()) {
          process.out().print(listing.line(arguments.chain(table), index));
        }
        return;
      }
      List<String> chains =
          arguments.chains(table).stream().map(chain -> listing.of(chain, this::pause)).toList();
      process.out().print(String.join("\n", chains));
    }

    private void pause() {
      process.work(RULE);
    }

    private void save(Table table) throws IOException {
      RuleSpecifications specifications = arguments.specifications();
      if (arguments.operands() > 1) {
        Chain chain = arguments.chain(table);
        int index = arguments.index(1);
        if (index < chain.rules().size()) {
          process.out().println(specifications.of(chain, chain.rules().get(index)));
        }
        return;
      }
      process.out().print(specifications.of(arguments.chains(table), this::pause));
    }
  }
}
