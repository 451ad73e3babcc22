package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.ipset.IpSets;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.match.KnowledgeMatch;
import dev.cnilab.netsim.iptables.match.Match;
import dev.cnilab.netsim.kernel.Errno;
import dev.cnilab.netsim.kernel.ErrnoException;
import dev.cnilab.userland.netfilter.rule.Accounts;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.IptablesWords;
import dev.cnilab.userland.netfilter.rule.RuleAddresses;
import dev.cnilab.userland.netfilter.rule.parser.RuleParser;
import dev.cnilab.userland.process.ProgramException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The changes to a table by an iptables command line. */
final class TableChange {
  private final IpSets sets;
  private final RuleAddresses addresses;
  private final Accounts accounts;
  private final IptablesArguments arguments;
  private final Table table;
  private final Consumer<String> out;

  TableChange(
      IpSets sets,
      RuleAddresses addresses,
      Accounts accounts,
      IptablesArguments arguments,
      Table table,
      Consumer<String> out) {
    this.sets = sets;
    this.addresses = addresses;
    this.accounts = accounts;
    this.arguments = arguments;
    this.table = table;
    this.out = out;
  }

  /**
   * Executes the command.
   *
   * @throws ProgramException with iptables' message
   */
  void perform() throws ProgramException {
    String command = arguments.command();
    switch (command) {
      case "A" -> {
        Chain chain = arguments.chain(table);
        for (Rule rule : rules()) {
          RulePlace.require("RULE_APPEND", table, chain, rule);
          tell(rule);
          chain.append(rule);
        }
      }
      case "I" -> insert(arguments.chain(table));
      case "D" -> delete(arguments.chain(table));
      case "R" -> replace(arguments.chain(table), rule());
      case "C" -> {
        if (table.chain(arguments.operand(0)).isEmpty()) {
          throw IptablesFailure.badRule();
        }
        found(arguments.chain(table));
      }
      case "N" -> newChain();
      case "X" -> deleteChains();
      case "E" -> rename();
      case "P" -> {
        if (arguments.operands() < 2) {
          throw IptablesFailure.usage("-P requires a chain and a policy");
        }
        Chain chain = table.chain(arguments.operand(0)).orElse(null);
        if (chain == null || chain.policy().isEmpty()) {
          throw IptablesFailure.refused("Bad built-in chain name.");
        }
        Chain.Policy policy = policy(arguments.operand(1));
        if (table.name() == TableName.NAT && policy == Chain.Policy.DROP) {
          throw IptablesFailure.inhibited();
        }
        chain.setPolicy(policy);
      }
      case "F" ->
          arguments
              .chains(table)
              .forEach(
                  chain -> {
                    tell("Flushing", chain);
                    chain.flush();
                  });
      case "Z", "LZ", "SZ" -> {
        if (arguments.operands() > 0) {
          requireCreated(arguments.chain(table));
        }
        if (arguments.operands() > 1) {
          zero(arguments.chain(table), arguments.index(1));
        } else {
          arguments
              .chains(table)
              .forEach(
                  chain -> {
                    tell("Zeroing", chain);
                    chain.zero();
                  });
        }
      }
      default -> throw IptablesFailure.usage("-" + command + " is not supported");
    }
  }

  private static void zero(Chain chain, int index) {
    if (index < chain.rules().size()) {
      chain.rules().get(index).counters().zero();
    }
  }

  private Rule rule() throws ProgramException {
    return rules().getFirst();
  }

  /** The rules that the arguments specify: several if there are several addresses. */
  private List<Rule> rules() throws ProgramException {
    List<Rule> rules = new ArrayList<>();
    for (List<String> words : AddressLists.expand(arguments.rule())) {
      Rule rule = new RuleParser(table, addresses, accounts).parse(new IptablesWords(words));
      for (Match match : rule.matches()) {
        requireSet(match);
      }
      arguments
          .counted()
          .ifPresent(counted -> rule.counters().set(counted.packets(), counted.bytes()));
      rules.add(rule);
    }
    return rules;
  }

  private void rename() throws ProgramException {
    try {
      table.renameChain(arguments.operand(0), arguments.operand(1));
    } catch (ErrnoException refused) {
      throw refused.errno() == Errno.EEXIST
          ? IptablesFailure.refused("File exists.")
          : IptablesFailure.noChain();
    }
  }

  private void requireSet(Match match) throws ProgramException {
    switch (match) {
      case Match.Not not -> requireSet(not.match());
      case KnowledgeMatch.InSet in -> {
        if (sets.find(in.set()).isEmpty()) {
          throw new ProgramException(
              2,
              IptablesFailure.VERSION
                  + (": Set " + in.set() + " doesn't exist.\n")
                  + "\nTry `iptables -h' or 'iptables --help' for more information.");
        }
      }
      default -> {}
    }
  }

  private void insert(Chain chain) throws ProgramException {
    int index = arguments.operands() < 2 ? 0 : arguments.index(1);
    for (Rule rule : rules()) {
      RulePlace.require("RULE_INSERT", table, chain, rule);
      if (index > chain.rules().size()) {
        throw IptablesFailure.refused("Index of insertion too big.");
      }
      tell(rule);
      chain.insert(index, rule);
    }
  }

  /** A built-in chain exists only once something has needed it. */
  private static void requireCreated(Chain chain) throws ProgramException {
    if (chain.created() == 0) {
      throw IptablesFailure.noChain();
    }
  }

  private void replace(Chain chain, Rule rule) throws ProgramException {
    if (arguments.operands() < 2) {
      throw IptablesFailure.usage("-R requires a rule number");
    }
    RulePlace.require("RULE_REPLACE", table, chain, rule);
    int index = arguments.index(1);
    requireCreated(chain);
    if (index >= chain.rules().size()) {
      throw IptablesFailure.refused("Index of replacement too big.");
    }
    tell(rule);
    chain.replace(index, rule);
  }

  private void delete(Chain chain) throws ProgramException {
    if (arguments.operands() > 1 && !arguments.rule().isEmpty()) {
      throw IptablesFailure.usage(
          "Illegal option `" + arguments.rule().getFirst() + "' with this command");
    }
    int index = arguments.operands() > 1 ? arguments.index(1) : found(chain);
    requireCreated(chain);
    if (index >= chain.rules().size()) {
      throw IptablesFailure.refused("Index of deletion too big.");
    }
    chain.delete(index);
  }

  /** The index of the rule that the arguments specify. */
  private int found(Chain chain) throws ProgramException {
    Rule rule = rule();
    int index = find(chain, rule);
    tell(rule);
    return index;
  }

  private void tell(Rule rule) {
    if (arguments.verbose()) {
      out.accept(arguments.listing().told(rule));
    }
  }

  private void tell(String verb, Chain chain) {
    if (arguments.verbose()) {
      out.accept(verb + " chain `" + chain.name() + "'");
    }
  }

  /** The index of the first rule with the same text. */
  private static int find(Chain chain, Rule rule) throws ProgramException {
    String text = rule.toString();
    for (int i = 0; i < chain.rules().size(); i++) {
      if (chain.rules().get(i).toString().equals(text)) {
        return i;
      }
    }
    throw IptablesFailure.badRule();
  }

  private void newChain() throws ProgramException {
    ChainNames.require(arguments.operand(0));
    try {
      table.newChain(arguments.operand(0));
    } catch (ErrnoException refused) {
      throw refused.errno() == Errno.EEXIST
          ? IptablesFailure.refused("Chain already exists.")
          : IptablesFailure.busy("CHAIN_ADD", refused.errno().text(), arguments.operand(0));
    }
  }

  private void deleteChains() throws ProgramException {
    List<Chain> own =
        arguments.chains(table).stream()
            .filter(chain -> chain.policy().isEmpty() || arguments.operands() > 0)
            .toList();
    for (Chain chain : own) {
      try {
        table.deleteChain(chain.name());
        tell("Deleting", chain);
      } catch (ErrnoException refused) {
        throw switch (refused.errno()) {
          case ENOENT -> IptablesFailure.noChain();
          case ENOTEMPTY -> IptablesFailure.refused("Directory not empty.");
          default -> IptablesFailure.busy("CHAIN_DEL", "Device or resource busy", chain.name());
        };
      }
    }
    if (arguments.operands() == 0) {
      table.forgetIdleChains();
    }
  }

  private static Chain.Policy policy(String name) throws ProgramException {
    return switch (name) {
      case "ACCEPT" -> Chain.Policy.ACCEPT;
      case "DROP" -> Chain.Policy.DROP;
      default ->
          throw IptablesFailure.refused("Bad policy name. Run `dmesg' for more information.");
    };
  }
}
