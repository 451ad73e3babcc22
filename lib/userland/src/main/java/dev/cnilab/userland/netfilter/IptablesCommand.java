package dev.cnilab.userland.netfilter;

import dev.cnilab.netsim.errno.Errno;
import dev.cnilab.netsim.errno.ErrnoException;
import dev.cnilab.netsim.iptables.Chain;
import dev.cnilab.netsim.iptables.Iptables;
import dev.cnilab.netsim.iptables.KnowledgeMatch;
import dev.cnilab.netsim.iptables.Mangling;
import dev.cnilab.netsim.iptables.Match;
import dev.cnilab.netsim.iptables.PacketMatch;
import dev.cnilab.netsim.iptables.Rule;
import dev.cnilab.netsim.iptables.Table;
import dev.cnilab.netsim.iptables.TableName;
import dev.cnilab.netsim.iptables.Target;
import dev.cnilab.netsim.netfilter.Counters;
import dev.cnilab.netsim.netfilter.RejectAnswer;
import dev.cnilab.netsim.packet.TcpSegment;
import dev.cnilab.userland.netfilter.rule.IptablesFailure;
import dev.cnilab.userland.netfilter.rule.LongOptions;
import dev.cnilab.userland.netfilter.rule.RuleListing;
import dev.cnilab.userland.netfilter.rule.RuleParser;
import dev.cnilab.userland.netfilter.rule.Words;
import dev.cnilab.userland.privilege.Capability;
import dev.cnilab.userland.process.Process;
import dev.cnilab.userland.process.Program;
import dev.cnilab.userland.process.ProgramException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code iptables}, as Debian's 1.8.9 over nf_tables (iptables(8)). */
public final class IptablesCommand implements Program {
  private static final List<String> COMMANDS =
      List.of("A", "I", "D", "R", "C", "L", "S", "F", "Z", "N", "X", "P", "E", "V");

  private static final int LONGEST_CHAIN = 29;

  @Override
  public int run(Process process) throws IOException {
    List<String> words = process.arguments().subList(1, process.arguments().size());
    try {
      perform(process, words);
      return 0;
    } catch (ProgramException failure) {
      process.err().println(failure.text()); // which begins with the name, or name and version
      return failure.status();
    }
  }

  /**
   * Does what a command line says, as a line of {@code iptables-restore}, too.
   *
   * @throws ProgramException in the words of iptables
   */
  static void perform(Process process, List<String> words) throws IOException {
    new Run(process, process.network().iptables()).run(words);
  }

  /** One call. */
  private static final class Run {
    private final Process process;
    private final Iptables iptables;
    private final List<String> rest = new ArrayList<>();
    private String tableName = "filter";
    private String command = "";
    private final List<String> operands = new ArrayList<>();
    private boolean numeric;
    private boolean verbose;
    private boolean exact;
    private boolean numbered;

    /** Whether nothing has used the table before: then nf_tables has no chain of it yet. */
    private boolean unused;

    Run(Process process, Iptables iptables) {
      this.process = process;
      this.iptables = iptables;
    }

    void run(List<String> arguments) throws IOException {
      Words words = new Words(arguments);
      while (!words.isEmpty()) {
        takeWord(LongOptions.expand(words.next()), words);
      }
      if (command.equals("V")) {
        process.out().println(IptablesFailure.VERSION);
        return;
      }
      if (!rest.isEmpty() && !List.of("A", "I", "R", "D", "C").contains(command)) {
        if (rest.contains("-h") || rest.contains("--help")) {
          process.out().println(LongOptions.help());
          return;
        }
        new RuleParser(table()).parse(new Words(rest));
        throw command.isEmpty()
            ? IptablesFailure.usage("no command specified")
            : IptablesFailure.usage("Illegal option `" + rest.getFirst() + "' with this command");
      }
      if (command.isEmpty()) {
        throw IptablesFailure.usage("no command specified");
      }
      if (!process.credentials().can(Capability.NET_ADMIN)) {
        throw IptablesFailure.notPermitted("iptables");
      }
      perform(table());
    }

    private void takeWord(String word, Words words) throws ProgramException {
      switch (word) {
        case "-t", "--table" -> tableName = words.valueOf(word);
        case "-n", "--numeric" -> numeric = true;
        case "-v", "--verbose" -> verbose = true;
        case "-x", "--exact" -> exact = true;
        case "-4", "--ipv4" -> {}
        case "--line-numbers" -> numbered = true;
        case "-w", "--wait" -> {
          if (words.hasValue()) {
            words.next();
          }
        }
        default -> takeCommand(word, words);
      }
    }

    private void takeCommand(String word, Words words) throws ProgramException {
      String letter = letterOf(word);
      if (!COMMANDS.contains(letter)) {
        if (!word.matches("-[nvx]+")) {
          rest.add(word);
        }
        return;
      }
      if (!command.isEmpty()) {
        throw IptablesFailure.usage("Cannot use -" + letter + " with -" + command);
      }
      command = letter;
      while (operands.size() < mostOperands(letter) && words.hasValue()) {
        operands.add(words.next());
      }
    }

    private static int mostOperands(String letter) {
      return switch (letter) {
        case "I", "R", "D", "E", "P", "L", "S", "Z" -> 2;
        default -> 1;
      };
    }

    /** The letter of a command given by letter, by name, or last in a cluster like -nvL. */
    private String letterOf(String word) {
      if (word.startsWith("--")) {
        return switch (word) {
          case "--append" -> "A";
          case "--insert" -> "I";
          case "--delete" -> "D";
          case "--replace" -> "R";
          case "--check" -> "C";
          case "--list" -> "L";
          case "--list-rules" -> "S";
          case "--flush" -> "F";
          case "--zero" -> "Z";
          case "--new-chain" -> "N";
          case "--delete-chain" -> "X";
          case "--policy" -> "P";
          case "--rename-chain" -> "E";
          case "--version" -> "V";
          default -> "";
        };
      }
      if (!word.matches("-[nvx]*[A-Z]?[nvx]*") || word.length() < 2) {
        return "";
      }
      numeric |= word.contains("n");
      verbose |= word.contains("v");
      exact |= word.contains("x");
      return word.replaceAll("[^A-Z]", "");
    }

    private Table table() throws ProgramException {
      for (TableName name : TableName.values()) {
        if (name.toString().equals(tableName)) {
          unused = !iptables.used().contains(name);
          return iptables.table(name);
        }
      }
      throw new ProgramException(
          3,
          IptablesFailure.VERSION
              + (": table '" + tableName + "' does not exist\n")
              + "Perhaps iptables or your kernel needs to be upgraded.");
    }

    private void perform(Table table) throws IOException {
      boolean byNumber = command.equals("R") || (command.equals("D") && operands.size() > 1);
      if (unused && (byNumber || (command.equals("X") && !operands.isEmpty()))) {
        throw IptablesFailure.noChain();
      }
      switch (command) {
        case "A" -> {
          Chain chain = chain(table);
          for (Rule rule : rules(table)) {
            requireFitting("RULE_APPEND", table, chain, rule);
            chain.append(rule);
          }
        }
        case "I" -> insert(table, chain(table));
        case "D" -> delete(table, chain(table));
        case "R" -> replace(chain(table), rule(table));
        case "C" -> find(chain(table), rule(table));
        case "N" -> newChain(table);
        case "X" -> deleteChains(table);
        case "E" -> rename(table);
        case "P" -> {
          Chain chain = table.chain(operand(0)).orElse(null);
          if (chain == null || chain.policy().isEmpty()) {
            throw IptablesFailure.refused("Bad built-in chain name.");
          }
          chain.setPolicy(policy(operand(1)));
        }
        case "F" -> chosen(table).forEach(Chain::flush);
        case "Z" -> {
          if (operands.size() > 1) {
            zero(chain(table), number(operands.get(1)) - 1);
          } else {
            chosen(table).forEach(Chain::zero);
          }
        }
        case "L", "S" -> {
          if (!operands.isEmpty() && table.chain(operand(0)).isEmpty()) {
            throw IptablesFailure.incompatible(operand(0), tableName);
          }
          show(table);
        }
        default -> throw IptablesFailure.usage("-" + command + " is not supported");
      }
    }

    private static void zero(Chain chain, int index) throws ProgramException {
      if (index >= chain.rules().size()) {
        throw IptablesFailure.refused("Index of zero too big.");
      }
      chain.rules().get(index).counters().zero();
    }

    private void show(Table table) throws IOException {
      if (command.equals("L")) {
        list(table);
      } else {
        save(table);
      }
    }

    private String operand(int index) throws ProgramException {
      if (index >= operands.size()) {
        throw IptablesFailure.usage("option \"-" + command + "\" requires an argument");
      }
      return operands.get(index);
    }

    private Chain chain(Table table) throws ProgramException {
      return table.chain(operand(0)).orElseThrow(IptablesFailure::noChain);
    }

    private List<Chain> chosen(Table table) throws ProgramException {
      return operands.isEmpty() ? RuleListing.inOrder(table) : List.of(chain(table));
    }

    private Rule rule(Table table) throws ProgramException {
      return rules(table).getFirst();
    }

    /** The rules that the words mean: several if they name several addresses. */
    private List<Rule> rules(Table table) throws ProgramException {
      List<Rule> rules = new ArrayList<>();
      for (List<String> words : AddressLists.expand(rest)) {
        Rule rule = new RuleParser(table).parse(new Words(words));
        for (Match match : rule.matches()) {
          requireSet(match);
        }
        rules.add(rule);
      }
      return rules;
    }

    /** Some targets have a meaning in some tables and chains only. */
    private static void requireFitting(String operation, Table table, Chain chain, Rule rule)
        throws ProgramException {
      boolean builtIn = chain.policy().isPresent();
      if (builtIn) {
        requireLinks(chain, rule);
      }
      List<String> chains =
          switch (rule.target()) {
            case Target.DestinationNat nat -> List.of("PREROUTING", "OUTPUT");
            case Target.Redirect redirect -> List.of("PREROUTING", "OUTPUT");
            case Target.SourceNat nat -> List.of("POSTROUTING", "INPUT");
            case Target.Masquerade masquerade -> List.of("POSTROUTING");
            case Target.Reject reject -> List.of("INPUT", "FORWARD", "OUTPUT");
            default -> List.of(chain.name());
          };
      boolean fits =
          switch (rule.target()) {
            case Target.DestinationNat nat -> table.name() == TableName.NAT;
            case Target.Redirect redirect -> table.name() == TableName.NAT;
            case Target.SourceNat nat -> table.name() == TableName.NAT;
            case Target.Masquerade masquerade -> table.name() == TableName.NAT;
            case Target.Reject reject ->
                table.name() == TableName.FILTER && answers(rule, reject.with());
            case Mangling.TimeToLive ttl -> table.name() == TableName.MANGLE;
            default -> true;
          };
      if (!fits || (builtIn && !chains.contains(chain.name()))) {
        throw new ProgramException(
            4,
            IptablesFailure.VERSION
                + (":  " + operation + " failed (Invalid argument): rule in chain ")
                + chain.name());
      }
    }

    /** Only TCP has a reset to answer with. */
    private static boolean answers(Rule rule, RejectAnswer answer) {
      return answer != RejectAnswer.TCP_RESET
          || rule.matches().contains(new PacketMatch.Protocol(TcpSegment.PROTOCOL));
    }

    /** A packet is known to leave by a link, or to have come by one, at some hooks only. */
    private static void requireLinks(Chain chain, Rule rule) throws ProgramException {
      for (Match match : rule.matches()) {
        Match inner = match instanceof Match.Not not ? not.match() : match;
        boolean out = List.of("PREROUTING", "INPUT").contains(chain.name());
        boolean in = List.of("POSTROUTING", "OUTPUT").contains(chain.name());
        if ((inner instanceof PacketMatch.Out && out) || (inner instanceof PacketMatch.In && in)) {
          String option = inner instanceof PacketMatch.Out ? "-o" : "-i";
          throw IptablesFailure.usage("Can't use " + option + " with " + chain.name() + "\n");
        }
      }
    }

    private void rename(Table table) throws ProgramException {
      try {
        table.renameChain(operand(0), operand(1));
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
          if (process.network().sets().find(in.set()).isEmpty()) {
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

    private void insert(Table table, Chain chain) throws ProgramException {
      int index = operands.size() < 2 ? 0 : number(operands.get(1)) - 1;
      for (Rule rule : rules(table)) {
        requireFitting("RULE_INSERT", table, chain, rule);
        if (index > chain.rules().size()) {
          throw IptablesFailure.refused("Index of insertion too big.");
        }
        chain.insert(index, rule);
      }
    }

    private void replace(Chain chain, Rule rule) throws ProgramException {
      int index = number(operand(1)) - 1;
      if (index >= chain.rules().size()) {
        throw IptablesFailure.refused("Index of replacement too big.");
      }
      chain.replace(index, rule);
    }

    private void delete(Table table, Chain chain) throws ProgramException {
      int index = operands.size() > 1 ? number(operands.get(1)) - 1 : find(chain, rule(table));
      if (index >= chain.rules().size()) {
        throw IptablesFailure.refused("Index of deletion too big.");
      }
      chain.delete(index);
    }

    /** The place of the first rule with the same text. */
    private static int find(Chain chain, Rule rule) throws ProgramException {
      for (int i = 0; i < chain.rules().size(); i++) {
        if (chain.rules().get(i).toString().equals(rule.toString())) {
          return i;
        }
      }
      throw IptablesFailure.badRule();
    }

    private static int number(String text) throws ProgramException {
      int number = RuleParser.number(text, Integer.MAX_VALUE, "Invalid rule number `" + text + "'");
      if (number == 0) {
        throw IptablesFailure.usage("Invalid rule number `" + text + "'");
      }
      return number;
    }

    private void newChain(Table table) throws ProgramException {
      if (operand(0).length() >= LONGEST_CHAIN) {
        throw IptablesFailure.usage(
            "chain name `"
                + (operand(0) + "' too long (must be under " + LONGEST_CHAIN + " chars)"));
      }
      try {
        table.newChain(operand(0));
      } catch (ErrnoException exists) {
        throw IptablesFailure.refused("Chain already exists.");
      }
    }

    private void deleteChains(Table table) throws ProgramException {
      List<Chain> own =
          chosen(table).stream()
              .filter(chain -> chain.policy().isEmpty() || !operands.isEmpty())
              .toList();
      for (Chain chain : own) {
        try {
          table.deleteChain(chain.name());
        } catch (ErrnoException refused) {
          throw IptablesFailure.busy("CHAIN_DEL", "Device or resource busy", chain.name());
        }
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

    private void list(Table table) throws IOException {
      RuleListing listing = new RuleListing(numeric, verbose, exact, numbered);
      if (operands.size() > 1) {
        int index = number(operands.get(1)) - 1;
        if (index < chain(table).rules().size()) {
          process.out().print(listing.line(chain(table), index));
        }
        return;
      }
      List<String> chains = chosen(table).stream().map(chain -> listing.of(table, chain)).toList();
      process.out().print(String.join("\n", chains));
    }

    private void save(Table table) throws IOException {
      List<Chain> chains = chosen(table);
      StringBuilder text = new StringBuilder();
      if (operands.size() > 1) {
        int index = number(operands.get(1)) - 1;
        if (index < chain(table).rules().size()) {
          Rule rule = chain(table).rules().get(index);
          process.out().println("-A " + operand(0) + " " + counted(rule));
        }
        return;
      }
      for (Chain chain : chains) {
        text.append(
            chain
                .policy()
                .map(policy -> "-P " + chain.name() + " " + policy + (verbose ? " -c 0 0" : ""))
                .orElse("-N " + chain.name()));
        text.append('\n');
      }
      for (Chain chain : chains) {
        for (Rule rule : chain.rules()) {
          String line = "-A " + chain.name() + " " + counted(rule);
          text.append(line.stripTrailing()).append('\n');
        }
      }
      process.out().print(text.toString());
    }

    private String counted(Rule rule) {
      String text = rule.toString();
      if (!verbose) {
        return text;
      }
      Counters counters = rule.counters();
      String target = rule.target().toString();
      String matches = text.substring(0, text.length() - target.length());
      return matches + "-c " + counters.packets() + " " + counters.bytes() + " " + target;
    }
  }
}
